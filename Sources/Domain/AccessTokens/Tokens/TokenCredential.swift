/// What the database knows of a secret.
struct TokenCredential: Sendable {
  let token: TokenRow
  let hash: [UInt8]
  /// When this secret ends, where another has taken its place.
  let secretEndsAt: Int64?
  let isRevoked: Bool

  /// When it is worth nothing any more; nil is never.
  var endsAt: Int64? {
    guard let secretEndsAt, let tokenEnd = token.terms.expiresAt else {
      return secretEndsAt ?? token.terms.expiresAt
    }
    return min(secretEndsAt, tokenEnd)
  }
}
