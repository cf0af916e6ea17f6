package import Capabilities
internal import Credentials
internal import Routing

/// Looks up what a token allows.
package struct TokenCredentials: CredentialSource {
  private let tokens: AccessTokenStore
  private let users: any UserStanding
  private let now: @Sendable () -> Int64
  private let note: @Sendable (TokenEvent) -> Void

  /// A source over tokens and their users.
  ///
  /// - Parameters:
  ///   - now: the wall clock, in seconds since 1970.
  ///   - note: told of every token that was looked at, for metrics.
  package init(
    _ tokens: AccessTokenStore, users: any UserStanding, now: @escaping @Sendable () -> Int64,
    note: @escaping @Sendable (TokenEvent) -> Void = { _ in }
  ) {
    self.tokens = tokens
    self.users = users
    self.now = now
    self.note = note
  }

  /// What a token allows: of what it was made for, what its user still may do.
  ///
  /// A wrong check is refused without asking the database; unknown, revoked and expired tokens take
  /// the same single look-up.
  package func grant(for credential: String) async throws -> Grant? {
    guard TokenSecret.isMeant(by: credential) else { return nil }
    guard let secret = TokenSecret(credential) else {
      note(.malformed)
      return nil
    }
    let hash = secret.hash
    guard let found = try await tokens.credential(hash: hash),
      ConstantTime.equal(found.hash, hash), !found.isRevoked,
      found.endsAt.map({ now() < $0 }) ?? true,
      let standing = try await users.standing(of: found.token.userID)
    else {
      note(.refused)
      return nil
    }
    note(.accepted)
    let wanted = found.token.terms.permissions
    let allowed = Permission.named.map(\.permission).filter {
      wanted.contains($0) && standing.permissions.allows($0)
    }
    return Grant(
      caller: Caller(
        .token, userID: found.token.userID, credentialID: found.token.id,
        permissions: Permission(allowed)),
      userAllowance: standing.allowance, ownAllowance: found.token.terms.limits,
      expiresAt: found.endsAt, addresses: found.token.terms.addresses)
  }
}
