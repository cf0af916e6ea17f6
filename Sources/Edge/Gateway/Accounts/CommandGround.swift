internal import AccessTokens
internal import EventLoops
internal import Glibc
internal import Persistence
internal import SharedState
internal import Telemetry

/// What commands about accounts and tokens stand on: the database itself, beside running edges or
/// without any.
///
/// Where edges share state, they are told what a command has changed before it ends. Without, the edge
/// beside the command learns of it when it looks the credential up again, after `limits.grant_hold`
/// at the latest.
struct CommandGround: Sendable {
  /// How long running edges may take to be told, in tries and milliseconds between them.
  private static let tellingTries = 20
  private static let tellingPause: UInt64 = 100

  let subscribers: SubscriberGround
  let accounts: AccountsWiring

  /// Opens the database that the settings name, brings its schema forward, and runs the body.
  ///
  /// - Parameter untold: called when edges that share state could not be told.
  /// - Throws: `DatabaseFailure`, `MigrationFailure`, and what the body throws.
  static func with<Value: Sendable>(
    _ settings: GatewaySettings, logger: Logger, untold: () -> Void,
    _ body: (CommandGround) async throws -> Value
  ) async throws -> Value {
    let pool = BlockingPool(threadsMax: 1, queueMax: 16)
    let loop = EventLoop.start(name: "floe-command")
    defer {
      pool.stop()
      loop.stop()
    }
    var registry = MetricRegistry()
    let shared = try SharedStateWiring(
      settings.sharedState, breaker: settings.breakers.sharedState, loops: [loop], pool: pool,
      registry: &registry, logger: logger)
    return try await Edge.withDatabase(settings) { database in
      if settings.database.migratesAtStart { try await Edge.migrator(database).run() }
      let ground = try SubscriberGround(
        settings, records: SubscriberRecords(settings, database: database), shared: shared.store,
        local: ChangesWithoutCaches(), forgetEverything: {})
      let accounts = AccountsWiring(
        settings, ground: ground, dashboard: [], shared: shared.store, pool: pool,
        mail: try MailWiring(
          settings, pool: pool, gate: DependencyGates(settings.breakers).mail, logger: logger),
        signingKeys: nil,
        logger: logger)
      await shared.start()
      let result: Result<Value, any Error>
      do {
        result = .success(try await body(CommandGround(subscribers: ground, accounts: accounts)))
      } catch {
        result = .failure(error)
      }
      // Also of a body that failed, since part of it may have been done.
      if await !isTold(ground, on: loop) { untold() }
      await accounts.stop()
      await shared.stop()
      return try result.get()
    }
  }

  private static func isTold(_ ground: SubscriberGround, on loop: EventLoop) async -> Bool {
    for _ in 0..<tellingTries {
      if await ground.changes.tellAll() { return true }
      await loop.sleep(milliseconds: tellingPause)
    }
    return false
  }
}
