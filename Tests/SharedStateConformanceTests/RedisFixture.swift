import EventLoops
import Locks
import RedisStore
import Resilience
import ServerTesting
import SharedState
import Testing

/// What the tests of Redis have in common: two loops, a pool, and one server for all that leave it alone.
enum RedisFixture {
  static let loops = (0..<2).map { EventLoop.start(name: "redis-\($0)") }
  static let pool = BlockingPool(threadsMax: 2, queueMax: 64)
  private static let starting = Task { await RedisServer.start() }

  static var server: RedisServer { get async { await starting.value } }

  /// A store that is connected.
  static func store(
    _ server: RedisServer, url: String? = nil, prefix: String = "floe:", authorities: String? = nil,
    limits: RedisLimits = patient, observe: @escaping @Sendable (RedisEvent) -> Void = { _ in }
  ) async throws -> RedisSharedState {
    let store = try RedisSharedState(
      RedisAddress(url ?? "redis://127.0.0.1:\(server.port)"), limits: limits,
      authorities: authorities, keyPrefix: prefix, loops: loops, pool: pool,
      now: { StoreUnderTest.now }, observe: observe)
    await store.start()
    try await until("the store is connected") { store.health.state == .connected }
    return store
  }

  /// Limits that a loaded machine keeps.
  static var patient: RedisLimits {
    var limits = RedisLimits()
    limits.commandTimeout = .seconds(20)
    limits.connectTimeout = .seconds(20)
    limits.pingInterval = .seconds(20)
    limits.backoff.longest = .milliseconds(100)
    return limits
  }

  /// Waits for what has to come at some time, and fails the test when it does not come in half a minute.
  static func until(
    _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation,
    _ isSo: () async throws -> Bool
  ) async throws {
    for _ in 0..<6000 {
      if try await isSo() { return }
      try await Task.sleep(for: .milliseconds(5))
    }
    Issue.record(what, sourceLocation: sourceLocation)
    throw CancellationError()
  }
}
