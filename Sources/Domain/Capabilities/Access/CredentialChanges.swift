/// Told when what is known of credentials is no longer true, on this edge or another: whatever was
/// kept has to be forgotten at once.
package protocol CredentialChanges: Sendable {
  /// A token or session was revoked, narrowed or rotated.
  func credentialChanged(id: String)

  /// Something of a user changed: the plan, the role, the password.
  func userChanged(id: String)
}
