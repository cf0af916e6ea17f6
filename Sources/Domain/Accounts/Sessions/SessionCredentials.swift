package import Capabilities
internal import Persistence
internal import Routing

/// Knows what the token of a session allows.
package struct SessionCredentials: CredentialSource {
  /// Seconds between two notes of a session's use: each costs a write.
  static let touchInterval: Int64 = 60

  let ground: AccountsGround
  let sessions = SessionStore()
  let grants: SessionGrants

  package func grant(for credential: String) async throws -> Grant? {
    guard let token = SessionToken(credential),
      let session = try await sessions.find(token, in: ground.database)
    else { return nil }
    return try await grants.grant(of: session, proof: .session)
  }
}
