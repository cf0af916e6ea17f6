package import Accounts
internal import EventLoops
internal import Glibc
package import Passwords
internal import Persistence
internal import Routing
internal import SharedState
package import Telemetry

/// What the command does to accounts, on the database itself, beside a running edge or without one.
package struct AccountsDesk: Sendable {
  /// The email has an account already.
  package struct EmailTaken: Error {}

  private let capability: AccountsCapability

  /// Opens the database that the settings name, brings its schema forward, and runs the body.
  ///
  /// - Throws: `DatabaseFailure`, `MigrationFailure`, and what the body throws.
  package static func with<Value: Sendable>(
    _ settings: GatewaySettings, logger: Logger,
    _ body: (AccountsDesk) async throws -> Value
  ) async throws -> Value {
    let pool = BlockingPool(threadsMax: 1, queueMax: 16)
    defer { pool.stop() }
    return try await Edge.withDatabase(settings) { database in
      if settings.database.migratesAtStart { try await Edge.migrator(database).run() }
      let shared = LocalSharedState { SharedTime(seconds: Int64(time(nil))) }
      let ground = try SubscriberGround(
        settings, records: SubscriberRecords(settings, database: database), shared: shared,
        local: ChangesWithoutCaches(), forgetEverything: {})
      let mail = try MailWiring(settings, pool: pool, logger: logger)
      let accounts = AccountsWiring(
        settings, ground: ground, dashboard: [], shared: shared, pool: pool, mail: mail,
        signingKeys: nil, logger: logger)
      let value = try await body(AccountsDesk(capability: accounts.capability))
      await accounts.stop()
      return value
    }
  }

  /// Makes an account, its email taken as confirmed.
  ///
  /// - Throws: `EmailTaken`, what the stores throw.
  package func create(
    _ email: EmailAddress, username: String?, password: Password, role: UserRole
  ) async throws -> User {
    do {
      return try await capability.createUser(
        email: email, username: username, password: password, role: role)
    } catch let problem as Problem where problem.type == AccountsProblems.emailTaken {
      throw EmailTaken()
    }
  }

  /// Users in the order in which they came.
  package func list(limit: Int, offset: Int) async throws -> [User] {
    try await capability.administer.list(limit: limit, offset: offset)
  }

  /// Closes an account and ends its sessions, or opens it again; nil when there is none.
  package func setActive(_ email: EmailAddress, _ isActive: Bool) async throws -> User? {
    try await capability.administer.setActive(email, isActive)
  }

  /// Makes a user something else; nil when there is none.
  package func setRole(_ email: EmailAddress, _ role: UserRole) async throws -> User? {
    try await capability.administer.setRole(email, role)
  }
}
