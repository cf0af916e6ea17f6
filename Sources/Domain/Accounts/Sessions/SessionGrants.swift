internal import Capabilities
internal import Persistence
internal import Routing

/// What a session that was found allows, if it still holds and its user may sign in.
struct SessionGrants: Sendable {
  let ground: AccountsGround
  let idle: Int64
  let users = UserStore()
  let sessions = SessionStore()

  /// - Parameter expiresAt: when the credential itself ends, if it ends before the session.
  func grant(
    of session: Session, proof: Caller.Proof, expiresAt: Int64 = .max
  ) async throws -> Grant? {
    let now = ground.now()
    guard session.endsAt(idle: idle) > now, expiresAt > now,
      let user = try await users.user(session.userID, in: ground.database), user.isActive
    else { return nil }
    let standing = try await ground.standings.standing(of: user.id, at: now)
    if now - session.seenAt >= SessionCredentials.touchInterval {
      try await sessions.touch(session.id, at: now, in: ground.database)
    }
    var permissions = standing.permissions
    if user.role == .administrator { permissions.insert(.admin) }
    return Grant(
      caller: Caller(
        proof, userID: user.id, credentialID: session.id, permissions: permissions),
      userAllowance: standing.allowance,
      expiresAt: min(expiresAt, session.expiresAt, now + idle))
  }
}
