package import AccessTokens
package import Accounts
internal import Capabilities
internal import Glibc
package import JSON
internal import Persistence
internal import Routing
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
  /// - Parameter untold: called when edges that share state could not be told of changes.
  /// - Throws: `DatabaseFailure`, `MigrationFailure`, and what the body throws.
  package static func with<Value: Sendable>(
    _ settings: GatewaySettings, untold: () -> Void, _ body: (TokensDesk) async throws -> Value
  ) async throws -> Value {
    let logger = Logger(label: "floe.token", handler: SilentLogHandler())
    return try await CommandGround.with(settings, logger: logger, untold: untold) { ground in
      try await body(
        TokensDesk(
          accounts: ground.accounts.capability, tokens: ground.subscribers.records.tokens,
          audit: ground.subscribers.audit, changes: ground.subscribers.changes,
          lifetimeMax: settings.tokens.lifetimeMax.components.seconds))
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
