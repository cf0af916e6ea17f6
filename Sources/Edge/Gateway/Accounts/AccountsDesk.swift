package import Accounts
internal import Glibc
package import Passwords
internal import Persistence
internal import Routing
package import Telemetry

/// What the command does to accounts, on the database itself, beside a running edge or without one.
package struct AccountsDesk: Sendable {
  /// The email has an account already.
  package struct EmailTaken: Error {}

  private let capability: AccountsCapability

  /// Opens the database that the settings name, brings its schema forward, and runs the body.
  ///
  /// - Parameter untold: called when edges that share state could not be told of changes.
  /// - Throws: `DatabaseFailure`, `MigrationFailure`, and what the body throws.
  package static func with<Value: Sendable>(
    _ settings: GatewaySettings, logger: Logger, untold: () -> Void,
    _ body: (AccountsDesk) async throws -> Value
  ) async throws -> Value {
    try await CommandGround.with(settings, logger: logger, untold: untold) { ground in
      try await body(AccountsDesk(capability: ground.accounts.capability))
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
