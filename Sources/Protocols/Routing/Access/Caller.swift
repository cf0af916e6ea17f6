/// Who sends a request, as far as it has been proven.
package struct Caller: Hashable, Sendable {
  /// What the proof was.
  package enum Proof: String, Hashable, Sendable {
    /// None.
    case anonymous
    /// A session of a user.
    case session
    /// A signed token of short life.
    case signedToken
    /// A token of the interface.
    case token
  }

  /// What the proof was.
  package let proof: Proof
  /// The user's id; empty for nobody.
  package let userID: String
  /// The id of the session or the token; empty for nobody. Never the secret itself.
  package let credentialID: String
  package let permissions: Permission

  /// A caller who has proven something.
  package init(
    _ proof: Proof, userID: String, credentialID: String, permissions: Permission
  ) {
    self.proof = proof
    self.userID = userID
    self.credentialID = credentialID
    self.permissions = permissions
  }

  /// Nobody in particular.
  package static let anonymous = Caller(
    .anonymous, userID: "", credentialID: "", permissions: [])

  /// Whether it is a user who has signed in.
  package var hasSignedIn: Bool { proof == .session || proof == .signedToken }

  /// Whether it may do everything.
  package var isAdministrator: Bool { permissions.contains(.admin) }
}
