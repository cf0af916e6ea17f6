internal import Capabilities
internal import Credentials
internal import Persistence

/// Begins a session of a user who has proven to be that user.
struct BeginSession: Sendable {
  let ground: AccountsGround
  let sessions = SessionStore()
  let lifetime: Int64
  let countMax: Int

  func callAsFunction(_ user: User, from origin: RequestOrigin) async throws -> SignedIn {
    let now = ground.now()
    let session = Session(
      id: "ses_" + SecureRandom.base62(22), userID: user.id, createdAt: now,
      expiresAt: now + lifetime, address: origin.address, agent: origin.agent)
    let token = SessionToken()
    let (sessions, countMax) = (sessions, countMax)
    let ended = try await ground.database.transaction { transaction in
      try await sessions.add(session, token: token, keeping: countMax, in: transaction)
    }
    for id in ended { ground.changes.credentialChanged(id: id) }
    do {
      try await ground.audit.record(
        origin.entry(
          "session.begun", actorID: user.id, subjectID: session.id, at: now))
    } catch {
      // What the trail does not have must not have happened.
      _ = try await sessions.remove(session.id, of: user.id, in: ground.database)
      throw error
    }
    return SignedIn(user: user, session: session, token: token)
  }
}
