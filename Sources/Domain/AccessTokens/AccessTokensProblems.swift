internal import HTTP
package import Routing

/// The problems of tokens.
package enum AccessTokensProblems {
  /// No such token.
  package static let unknown = ProblemType(
    slug: "no-such-token", status: .notFound, title: "No such token",
    advice: "The user has no token of this id, or it was revoked. GET /users/tokens lists them.")
  /// Too many tokens.
  package static let tooMany = ProblemType(
    slug: "too-many-tokens", status: .conflict, title: "Too many tokens",
    advice: "The member limit is how many tokens a user may have. Revoke one that is not used.")
  /// The token has expired.
  package static let expired = ProblemType(
    slug: "token-expired", status: .conflict, title: "Token expired",
    advice: "A token that has ended cannot be given a new secret. Make a new token.")

  /// All of them.
  package static let all = [unknown, tooMany, expired]
}
