internal import Credentials
internal import JSON

/// What a signed token says (RFC 7519 §4.1).
package struct SignedTokenClaims: Hashable, Sendable {
  /// Who made it and whom it is for.
  package let issuer: String
  package let audience: String
  /// The user, and the session that it was made from.
  package let userID: String
  package let sessionID: String
  /// Seconds since 1970: made, valid from, and worthless from.
  package let issuedAt: Int64
  package let notBefore: Int64
  package let expiresAt: Int64
  /// A text of its own for each token.
  package let id: String

  /// The claims as they are signed.
  var document: JSONValue {
    [
      "iss": .string(issuer), "aud": .string(audience), "sub": .string(userID),
      "sid": .string(sessionID), "iat": .integer(issuedAt), "nbf": .integer(notBefore),
      "exp": .integer(expiresAt), "jti": .string(id),
    ]
  }
}
