/// A token as its owner sees it: everything but the secret.
package struct AccessToken: Hashable, Sendable {
  package let id: String
  /// The user it belongs to.
  package let userID: String
  package let terms: TokenTerms
  /// How its secret begins and ends.
  package let prefix: String
  package let lastFour: String
  /// When it was made, and last used as far as that is known, in seconds since 1970.
  package let createdAt: Int64
  package let lastUsedAt: Int64?
  /// Until when the secret before the last rotation is worth something.
  package let previousSecretEndsAt: Int64?
}
