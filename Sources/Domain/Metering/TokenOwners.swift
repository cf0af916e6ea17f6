/// Whom a token belongs to, as the capability knows that has the tokens.
package protocol TokenOwners: Sendable {
  /// The id of the user; nil when there is no such token.
  func owner(ofToken tokenID: String) async throws -> String?
}
