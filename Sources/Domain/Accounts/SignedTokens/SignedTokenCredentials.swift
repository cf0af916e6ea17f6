package import Capabilities
internal import Persistence
internal import Routing

/// Knows what a signed token allows: what its session does, as long as that is not ended.
package struct SignedTokenCredentials: CredentialSource {
  let ground: AccountsGround
  let tokens: SignedTokens
  let grants: SessionGrants
  let sessions = SessionStore()

  package func grant(for credential: String) async throws -> Grant? {
    guard let claims = try? tokens.verify(credential, at: ground.now()),
      let session = try await sessions.find(id: claims.sessionID, in: ground.database),
      session.userID == claims.userID
    else { return nil }
    return try await grants.grant(of: session, proof: .signedToken, expiresAt: claims.expiresAt)
  }
}
