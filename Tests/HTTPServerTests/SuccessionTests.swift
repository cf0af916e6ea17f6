import EventLoops
import Glibc
import HTTPServer
import Locks
import TestSupport
import Testing

/// A server that stops while another listens on its port already.
@Suite struct SuccessionTests {
  /// What became of requests that were sent without a pause.
  private struct Tally: Sendable {
    var answered = 0
    var failures: [String] = []
  }

  private static let request = Array("GET /inline HTTP/1.1\r\nHost: a\r\n\r\n".utf8)

  /// Sends requests until it is told to stop; `perConnection` on each connection, or as many as the
  /// server wants.
  private static func load(
    _ port: UInt16, perConnection: Int, while goesOn: Flag
  ) async -> Tally {
    var tally = Tally()
    while goesOn.isSet {
      do {
        let client = try await RawClient.connect(port: port)
        defer { client.close() }
        for _ in 0..<perConnection where goesOn.isSet {
          try await client.send(request)
          let response = try await client.response()
          guard response.status == 200 else {
            tally.failures.append("\(response.status)")
            break
          }
          tally.answered += 1
          if response["Connection"] == "close" { break }
        }
      } catch {
        tally.failures.append("\(error)")
      }
    }
    return tally
  }

  private final class Flag: Sendable {
    private let value = Mutex(true)
    var isSet: Bool { value.withLock { $0 } }
    func clear() { value.withLock { $0 = false } }
  }

  @Test func `no request fails when one takes over from the other`() async throws {
    var limits = ServerLimits()
    limits.drainIdleTimeout = 500
    limits.connectionsPerAddressMax = 1000
    let first = try await ServerUnderTest.start(loops: 2, limits: limits)
    let goesOn = Flag()
    let port = first.port
    async let load = withTaskGroup(of: Tally.self) { group in
      for index in 0..<6 {
        group.addTask {
          await Self.load(port, perConnection: index < 3 ? 1 : 1_000_000, while: goesOn)
        }
      }
      return await group.reduce(into: Tally()) {
        $0.answered += $1.answered
        $0.failures += $1.failures
      }
    }
    while first.log.all.count < 100 { await Task.yield() }
    let second = try await ServerUnderTest.start(loops: 2, port: port, limits: limits)
    while second.log.all.isEmpty { await Task.yield() }
    await first.listeners.stopAccepting()
    let accepted = first.listeners.statistics.acceptedCount
    #expect(await first.listeners.drain(milliseconds: 5000) == 0)
    #expect(first.listeners.statistics.acceptedCount == accepted)
    let before = second.log.all.count
    while second.log.all.count < before + 100 { await Task.yield() }
    goesOn.clear()
    let tally = await load
    #expect(tally.failures == [])
    #expect(tally.answered > 200)
    #expect(tally.answered == first.log.all.count + second.log.all.count)
    for loop in first.loops { loop.stop() }
    await second.stop()
  }

  @Test func `what waits in the queue of the system when a server stops is answered`() async throws
  {
    var limits = ServerLimits()
    limits.drainIdleTimeout = 2000
    limits.connectionsPerAddressMax = 1000
    let server = try await ServerUnderTest.start(limits: limits)
    // While the loop is busy nothing is accepted.
    let (started, release) = (Flag(), Flag())
    server.loops[0].execute {
      started.clear()
      while release.isSet { usleep(500) }
    }
    while started.isSet { await Task.yield() }
    var clients: [RawClient] = []
    for _ in 0..<80 { clients.append(try await RawClient.connect(port: server.port)) }
    async let stopping: Void = server.listeners.stopAccepting()
    release.clear()
    await stopping
    async let cut = server.listeners.drain(milliseconds: 5000)
    for client in clients {
      try await client.send(Self.request)
      #expect(try await client.response().status == 200)
    }
    #expect(await cut == 0)
    for loop in server.loops { loop.stop() }
  }
}
