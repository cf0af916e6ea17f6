internal import Capabilities
internal import Persistence
internal import Routing

/// Ends a session of a user: the own one by signing out, or another one.
struct EndSession: Sendable {
  let ground: AccountsGround
  let sessions = SessionStore()
  let tally: AccountsTally

  /// - Throws: 404 when the user has no such session.
  func callAsFunction(
    _ id: String, of userID: String, from origin: RequestOrigin
  ) async throws {
    guard try await sessions.remove(id, of: userID, in: ground.database) else {
      throw Problem(AccountsProblems.sessionNotFound)
    }
    ground.changes.credentialChanged(id: id)
    tally.note(.signedOut)
    try await ground.audit.record(
      origin.entry("session.ended", subjectID: id, at: ground.now()))
  }

  /// The sessions of a user that still hold.
  func list(of userID: String, idle: Int64) async throws -> [Session] {
    let now = ground.now()
    return try await sessions.list(of: userID, in: ground.database)
      .filter { $0.endsAt(idle: idle) > now }
  }
}
