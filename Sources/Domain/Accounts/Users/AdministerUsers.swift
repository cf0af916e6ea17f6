internal import Capabilities
internal import JSON
internal import Persistence

/// What the command does to accounts: list them, close and open them, and say who administers.
package struct AdministerUsers: Sendable {
  let ground: AccountsGround
  let users = UserStore()
  let sessions = SessionStore()

  /// Users in the order in which they came.
  package func list(limit: Int, offset: Int = 0) async throws -> [User] {
    try await users.list(limit: limit, offset: offset, in: ground.database)
  }

  /// How many administrators there are.
  package func administratorCount() async throws -> Int {
    try await users.administratorCount(in: ground.database)
  }

  /// Closes an account and ends its sessions, or opens it again; nil when there is none.
  package func setActive(_ email: EmailAddress, _ isActive: Bool) async throws -> User? {
    try await change(email, isActive ? "user.enabled" : "user.disabled") { id, transaction in
      try await users.setActive(id, isActive, in: transaction)
      if !isActive { try await sessions.removeAll(of: id, in: transaction) }
    }
  }

  /// Makes a user something else; nil when there is none.
  package func setRole(_ email: EmailAddress, _ role: UserRole) async throws -> User? {
    try await change(
      email, "user.role_changed", details: [.init("role", .string(role.rawValue))]
    ) { id, transaction in
      try await users.setRole(of: id, role, in: transaction)
    }
  }

  private func change(
    _ email: EmailAddress, _ action: String, details: [JSONValue.Member] = [],
    _ body: @Sendable (String, any DatabaseTransaction) async throws -> Void
  ) async throws -> User? {
    let users = users
    guard let known = try await users.known(byEmail: email.key, in: ground.database)
    else { return nil }
    // First into the trail: what it does not take does not happen.
    try await ground.audit.record(
      RequestOrigin.command.entry(
        action, subjectID: known.user.id, at: ground.now(), details: details))
    let changed = try await ground.database.transaction { transaction in
      try await body(known.user.id, transaction)
      return try await users.user(known.user.id, in: transaction)
    }
    ground.changes.userChanged(id: known.user.id)
    return changed
  }
}
