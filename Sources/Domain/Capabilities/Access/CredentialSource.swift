/// Where it is known what a credential allows: tokens of the interface, sessions, signed tokens.
///
/// What it answers may be kept for a while by who asks; `CredentialChanges` tells when it is no
/// longer true.
package protocol CredentialSource: Sendable {
  /// What a credential allows now; nil when it is unknown, malformed, expired or revoked, which
  /// are not told apart.
  ///
  /// - Parameter credential: the text as the client sent it, without a scheme.
  /// - Throws: when it cannot be found out; the caller answers 503.
  func grant(for credential: String) async throws -> Grant?
}
