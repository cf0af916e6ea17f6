package import AccessTokens
package import Accounts
internal import Capabilities
internal import EventLoops
internal import Glibc
package import JSON
internal import Persistence
internal import Routing
internal import SharedState
internal import Telemetry

/// What the command does to tokens, on the database itself, beside a running edge or without one.
package struct TokensDesk: Sendable {
  private let accounts: AccountsCapability
  private let tokens: AccessTokenStore
  private let audit: any AuditTrail
  private let changes: any CredentialChanges
  private let lifetimeMax: Int64

  /// Opens the database that the settings name, brings its schema forward, and runs the body.
  ///
  /// - Throws: `DatabaseFailure`, `MigrationFailure`, and what the body throws.
  package static func with<Value: Sendable>(
    _ settings: GatewaySettings, _ body: (TokensDesk) async throws -> Value
  ) async throws -> Value {
    let logger = Logger(label: "floe.token", handler: SilentLogHandler())
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
      let desk = TokensDesk(
        accounts: accounts.capability,
        tokens: ground.records.tokens,
        audit: ground.audit, changes: ground.changes,
        lifetimeMax: settings.tokens.lifetimeMax.components.seconds)
      let value = try await body(desk)
      await accounts.stop()
      return value
    }
  }

  /// The user of an email; nil when there is none.
  package func user(_ email: EmailAddress) async throws -> User? {
    try await accounts.findUser(email)
  }

  /// Makes a token for a user, on the terms of a document as `POST /users/tokens` takes it.
  ///
  /// - Throws: `InvalidFields`, `Problem`, what the stores throw.
  package func create(
    for user: User, _ terms: JSONValue
  ) async throws -> (id: String, secret: TokenSecret) {
    let now = Int64(time(nil))
    let standing = try await accounts.currentStanding(of: user.id)
    let wanted = try TokenTerms(
      reading: terms, granter: standing?.permissions ?? [], now: now, lifetimeMax: lifetimeMax)
    try await tokens.checkRoom(for: user.id)
    let id = AccessTokenStore.makeID()
    try await audit.record(
      AuditEntry(
        "token.created", subjectID: id, happenedAt: now,
        details: [
          .init("by", "command"), .init("user", .string(user.id)),
          .init("permissions", .array(wanted.permissions.names.map { .string($0) })),
        ]))
    return (id, try await tokens.create(id, for: user.id, terms: wanted, at: now))
  }

  /// A user's tokens that were not revoked.
  package func list(of user: User) async throws -> [AccessToken] {
    try await tokens.list(of: user.id, at: Int64(time(nil)))
  }

  /// Revokes a token, whoever has it; false when there is none, or it was revoked already.
  package func revoke(_ id: String) async throws -> Bool {
    guard let owner = try await tokens.owner(of: id) else { return false }
    let now = Int64(time(nil))
    try await audit.record(
      AuditEntry(
        "token.revoked", subjectID: id, happenedAt: now,
        details: [.init("by", "command"), .init("user", .string(owner))]))
    let isRevoked = try await tokens.revoke(id, of: owner, at: now)
    changes.credentialChanged(id: id)
    return isRevoked
  }
}
