internal import Capabilities
internal import Persistence
internal import Routing

/// Makes a signed token of a session.
struct SignToken: Sendable {
  let ground: AccountsGround
  let tokens: SignedTokens?
  let sessions = SessionStore()
  let tally: AccountsTally

  /// - Throws: 403 for anything but a session, 503 when there is no key.
  func callAsFunction(
    _ caller: Caller
  ) async throws -> (text: String, claims: SignedTokenClaims) {
    guard let tokens else { throw Problem(AccountsProblems.signedTokensAreOff) }
    // A token that could make another would never end.
    guard caller.proof == .session else { throw Problem(AccountsProblems.sessionNeeded) }
    guard let session = try await sessions.find(id: caller.credentialID, in: ground.database)
    else { throw Problem(RoutingProblems.unauthenticated) }
    tally.note(.tokenSigned)
    return tokens.make(
      userID: session.userID, sessionID: session.id, at: ground.now(), notAfter: session.expiresAt)
  }
}
