import Locks
import RESP
import RedisStore
import ServerTesting
import SharedState
import Testing

/// A store on three servers that share the keys.
@Suite(.serialized) struct RedisClusterTests {
  private static let starting = Task { await RedisServer.startCluster() }

  @Test func `keys are found on every server, before and after they move`() async throws {
    let servers = await Self.starting.value
    let store = try await RedisFixture.store(servers[0])
    for number in 0..<60 { try await store.set("k\(number)", [UInt8(number)]) }
    for number in 0..<60 { #expect(try await store.get("k\(number)") == [UInt8(number)]) }
    var sizes: [String] = []
    for server in servers { sizes.append(await server.cli(["dbsize"])) }
    #expect(sizes.allSatisfy { !$0.hasPrefix("0") })

    // A slot on its way: what is there already is asked for there, and then it lives there.
    let rate = CellRate(emissionInterval: 86_400_000_000, burst: 10)
    #expect(try await store.takeRate("{moving}r", rate, wanted: 4).granted == 4)
    let slot = "\(ClusterSlot(of: Array("floe:{moving}r".utf8)).number)"
    let (source, target) = try await Self.owners(of: slot, servers)
    let (sourceID, targetID) = (
      await source.cli(["cluster", "myid"]), await target.cli(["cluster", "myid"])
    )
    await target.cli(["cluster", "setslot", slot, "importing", Self.word(sourceID)])
    await source.cli(["cluster", "setslot", slot, "migrating", Self.word(targetID)])
    await source.cli(["migrate", "127.0.0.1", "\(target.port)", "floe:{moving}r", "0", "5000"])
    #expect(await source.cli(["get", "floe:{moving}r"]).contains("ASK"))
    #expect(try await store.takeRate("{moving}r", rate, wanted: 3).granted == 3)
    for server in [target, source] {
      await server.cli(["cluster", "setslot", slot, "node", Self.word(targetID)])
    }
    #expect(await source.cli(["get", "floe:{moving}r"]).contains("MOVED"))
    #expect(try await store.takeRate("{moving}r", rate, wanted: 9).granted == 3)
    await store.stop()
  }

  @Test func `messages reach every server of the cluster`() async throws {
    let servers = await Self.starting.value
    let first = try await RedisFixture.store(servers[1])
    let second = try await RedisFixture.store(servers[2])
    let recorder = EventRecorder()
    let subscription = try first.subscribe("news", recorder.receive)
    try await RedisFixture.until("it listens") { recorder.events == [.subscribed] }
    try await second.publish("news", [1])
    try await RedisFixture.until("the message comes") { recorder.events.count == 2 }
    subscription.cancel()
    for store in [first, second] { await store.stop() }
  }

  @Test func `when one server is gone the others go on`() async throws {
    let servers = await Self.starting.value
    let store = try await RedisFixture.store(servers[0])
    for number in 0..<30 { try await store.set("s\(number)", [1]) }
    await servers[2].kill()
    var failures: [SharedStateFailure?] = []
    for number in 0..<30 {
      failures.append(
        await RedisOutageTests.failure { _ = try await store.get("s\(number)") })
    }
    #expect(failures.contains(nil))
    #expect(failures.contains(.away))
    #expect(failures.allSatisfy { $0 == nil || $0 == .away })
    #expect(store.health.state == .connected)

    // It knows its slots again when it comes back, though not its keys.
    await servers[2].restart()
    try await RedisFixture.until("every key has a server") {
      for number in 0..<30 {
        let failure = await RedisOutageTests.failure { _ = try await store.get("s\(number)") }
        if failure != nil { return false }
      }
      return true
    }
    await store.stop()
  }

  /// Who has a slot, and somebody who has not.
  private static func owners(
    of slot: String, _ servers: [RedisServer]
  ) async throws -> (RedisServer, RedisServer) {
    for (index, server) in servers.enumerated() {
      let answer = await server.cli(["get", "floe:{moving}r"])
      if !answer.contains("MOVED") { return (server, servers[(index + 1) % servers.count]) }
    }
    throw CancellationError()
  }

  private static func word(_ text: String) -> String {
    String(text.prefix { !$0.isWhitespace })
  }
}
