import EventLoops
import RedisStore
import ServerTesting
import SharedState
import Testing

/// What a store on Redis does when the server is killed, comes back, hangs, or is not there.
@Suite struct RedisOutageTests {
  @Test func `a thousand commands at once are answered each with its own reply`() async throws {
    let server = await RedisFixture.server
    let store = try await RedisFixture.store(server, prefix: "floe:thousand:")
    let replies = try await withThrowingTaskGroup(of: (Int, [UInt8]?).self) { group in
      for number in 0..<1000 {
        group.addTask(executorPreference: RedisFixture.loops[number % 2]) {
          try await store.set("k\(number)", Array("v\(number)".utf8))
          return (number, try await store.get("k\(number)"))
        }
      }
      return try await group.reduce(into: [Int: [UInt8]?]()) { $0[$1.0] = $1.1 }
    }
    #expect(replies.count == 1000)
    for (number, value) in replies { #expect(value == Array("v\(number)".utf8)) }
    #expect(store.counts.count(.answered) == 2000)
    #expect(store.health.droppedCount == 0)
    await store.stop()
  }

  @Test func `more commands than may be under way are refused at once`() async throws {
    let server = await RedisServer.start()
    var limits = RedisFixture.patient
    limits.pendingMax = 4
    let store = try await RedisFixture.store(server, limits: limits)
    server.freeze()
    let results = await withTaskGroup(of: SharedStateFailure?.self) { group in
      for _ in 0..<20 {
        group.addTask { await RedisOutageTests.failure { _ = try await store.get("k") } }
      }
      // Two loops take four each; the others come back although nothing is answered.
      var first: [SharedStateFailure?] = []
      for _ in 0..<12 { first.append(await group.next()!) }
      server.thaw()
      for await result in group { first.append(result) }
      return first
    }
    #expect(results.count { $0 == .overloaded } == 12)
    #expect(results.count { $0 == nil } == 8)
    await store.stop()
  }

  @Test func `killed in the middle of commands, the server is away, and comes back whole`()
    async throws
  {
    let server = await RedisServer.start()
    let store = try await RedisFixture.store(server)
    let recorder = EventRecorder()
    let subscription = try store.subscribe("news", recorder.receive)
    try await RedisFixture.until("it listens") { recorder.events == [.subscribed] }
    let rate = CellRate(emissionInterval: 86_400_000_000, burst: 3)
    #expect(try await store.takeRate("r", rate).granted == 1)

    // What is under way when the server dies fails, and says that nobody knows what became of it.
    server.freeze()
    async let hanging = Self.failure { _ = try await store.takeRate("r", rate) }
    try await Task.sleep(for: .milliseconds(50))
    await server.kill()
    #expect(await hanging == .away)
    try await RedisFixture.until("the store knows") {
      if case .away = store.health.state { true } else { false }
    }
    try await RedisFixture.until("a command fails at once") {
      await Self.failure { _ = try await store.get("k") } == .away
    }
    #expect(await Self.failure { try await store.publish("news", [1]) } == .away)
    #expect(store.health.droppedCount >= 3)

    await server.restart()
    try await RedisFixture.until("it is connected") { store.health.state == .connected }
    try await RedisFixture.until("it listens again") {
      recorder.events == [.subscribed, .interrupted, .subscribed]
    }
    // The new server knows no script by its name.
    #expect(try await store.takeRate("r", rate, wanted: 9).granted == 3)
    try await store.publish("news", [7])
    try await RedisFixture.until("the message comes") { recorder.events.last == .message([7]) }
    #expect(store.health.reconnectCount >= 3)
    subscription.cancel()
    await store.stop()
  }

  @Test func `scripts that the server has forgotten are sent again`() async throws {
    let server = await RedisServer.start()
    let store = try await RedisFixture.store(server)
    let rate = CellRate(emissionInterval: 86_400_000_000, burst: 2)
    #expect(try await store.takeRate("r", rate).granted == 1)
    await server.cli(["script", "flush"])
    #expect(try await store.takeRate("r", rate).granted == 1)
    #expect(try await store.takeRate("r", rate).granted == 0)
    await store.stop()
  }

  @Test func `a server that hangs is given up, and after that costs nothing`() async throws {
    let server = await RedisServer.start()
    var limits = RedisFixture.patient
    limits.commandTimeout = .milliseconds(100)
    limits.connectTimeout = .milliseconds(300)
    let store = try await RedisFixture.store(server, limits: limits)
    server.freeze()
    #expect(await Self.failure { _ = try await store.get("k") } == .timedOut)
    try await RedisFixture.until("commands fail without waiting") {
      await Self.failure { _ = try await store.get("k") } == .away
    }
    server.thaw()
    try await RedisFixture.until("it is connected") { store.health.state == .connected }
    try await RedisFixture.until("it answers") {
      await Self.failure { _ = try await store.get("k") } == nil
    }
    await store.stop()
  }

  @Test func `a connection that nobody uses is found dead by itself`() async throws {
    let server = await RedisServer.start()
    var limits = RedisFixture.patient
    limits.pingInterval = .milliseconds(50)
    limits.connectTimeout = .milliseconds(300)
    let store = try await RedisFixture.store(server, limits: limits)
    server.freeze()
    try await RedisFixture.until("it is known to be away") {
      if case .away = store.health.state { true } else { false }
    }
    server.thaw()
    try await RedisFixture.until("it is connected") { store.health.state == .connected }
    await store.stop()
  }

  @Test func `a server that was never there is away, and limits are local meanwhile`() async throws
  {
    let server = await RedisServer.start()
    await server.kill()
    let store = try RedisSharedState(
      RedisAddress("redis://localhost:\(server.port)"), limits: RedisFixture.patient,
      loops: RedisFixture.loops, pool: RedisFixture.pool, now: { StoreUnderTest.now })
    let edge = SharedStateWithFallback(store, local: LocalSharedState { StoreUnderTest.now })
    #expect(await Self.failure { _ = try await store.get("k") } == .away)
    await store.start()
    let rate = CellRate(emissionInterval: 86_400_000_000, burst: 2)
    let end = StoreUnderTest.now + .seconds(600)
    let first = try await edge.takeRate("r", rate, wanted: 5)
    #expect(first.granted == 2)
    #expect(first.isLocal)
    #expect(try await edge.takeRate("r", rate).granted == 0)
    let quota = try await edge.takeQuota("q", limit: 3, wanted: 5, expiresAt: end)
    #expect(quota.granted == 3)
    #expect(quota.isLocal)
    // Only limits fall back: a session of one edge would be a lie to the others.
    #expect(await Self.failure { try await edge.set("k", [1]) } == .away)
    #expect(edge.fallbackCount == 3)
    if case .connected = edge.health.state { Issue.record("it says that it is connected") }

    await server.restart()
    try await RedisFixture.until("it is connected") { edge.health.state == .connected }
    let shared = try await edge.takeRate("r", rate)
    #expect(shared.granted == 1)
    #expect(!shared.isLocal)
    await store.stop()
  }

  /// How a call has failed; nil when it has not.
  static func failure(_ call: () async throws -> Void) async -> SharedStateFailure? {
    do {
      try await call()
      return nil
    } catch {
      return error as? SharedStateFailure
    }
  }
}
