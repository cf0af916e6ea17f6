/// Why a signed token is worth nothing; clients are told that it is, and never why.
package enum SignedTokenFault: Error, Hashable, CaseIterable, Sendable {
  /// Not three parts, not base64url, not JSON, or members that are not understood.
  case malformed
  /// Another algorithm than the one in use, `none` included.
  case algorithm
  /// A key that is not known.
  case key
  /// A signature of somebody else.
  case signature
  /// Its time is over, has not come, or is longer than tokens live here.
  case expired
  case notYetValid
  case lifetime
  /// Made by or for somebody else.
  case issuer
  case audience
}
