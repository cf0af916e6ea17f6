internal import Capabilities
internal import Passwords
internal import Persistence

/// Puts another password in place, and ends what the old one had begun.
struct ReplacePassword: Sendable {
  let ground: AccountsGround
  let mail: AccountMail
  let post: AccountPost
  let users = UserStore()
  let sessions = SessionStore()
  let tokens = MailedTokenStore()

  /// - Parameters:
  ///   - kept: the session that stays; empty for none.
  ///   - action: what the trail calls it.
  func callAsFunction(
    _ user: User, by hash: PasswordHash, keeping kept: String, _ action: String,
    from origin: RequestOrigin
  ) async throws {
    let now = ground.now()
    // First into the trail: what it does not take does not happen.
    try await ground.audit.record(
      origin.entry(action, actorID: user.id, subjectID: user.id, at: now))
    let (users, sessions, tokens) = (users, sessions, tokens)
    try await ground.database.transaction { transaction in
      try await users.setPassword(of: user.id, hash, at: now, in: transaction)
      try await sessions.removeAll(of: user.id, but: kept, in: transaction)
      try await tokens.dropResets(of: user.id, in: transaction)
    }
    ground.changes.userChanged(id: user.id)
    await post.send(mail.passwordChanged(to: user.email))
  }
}
