internal import EventLoops
internal import Glibc
internal import Persistence
internal import SharedState
internal import Telemetry

/// What commands about accounts and tokens stand on: the database itself, beside a running edge or
/// without one.
struct CommandGround: Sendable {
  let subscribers: SubscriberGround
  let accounts: AccountsWiring

  /// Opens the database that the settings name, brings its schema forward, and runs the body.
  ///
  /// - Throws: `DatabaseFailure`, `MigrationFailure`, and what the body throws.
  static func with<Value: Sendable>(
    _ settings: GatewaySettings, logger: Logger, _ body: (CommandGround) async throws -> Value
  ) async throws -> Value {
    let pool = BlockingPool(threadsMax: 1, queueMax: 16)
    defer { pool.stop() }
    return try await Edge.withDatabase(settings) { database in
      if settings.database.migratesAtStart { try await Edge.migrator(database).run() }
      let shared = LocalSharedState { SharedTime(seconds: Int64(time(nil))) }
      let ground = try SubscriberGround(
        settings, records: SubscriberRecords(settings, database: database), shared: shared,
        local: ChangesWithoutCaches(), forgetEverything: {})
      let accounts = AccountsWiring(
        settings, ground: ground, dashboard: [], shared: shared, pool: pool,
        mail: try MailWiring(settings, pool: pool, logger: logger), signingKeys: nil,
        logger: logger)
      let value = try await body(CommandGround(subscribers: ground, accounts: accounts))
      await accounts.stop()
      return value
    }
  }
}
