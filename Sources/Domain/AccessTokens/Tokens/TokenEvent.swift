/// What happened to a token.
package enum TokenEvent: Int, CaseIterable, Sendable {
  /// Its check was wrong: nothing was looked up.
  case malformed
  /// It is unknown, revoked or expired, or its user may do nothing.
  case refused
  case accepted
  case created
  case rotated
  case narrowed
  case revoked

  /// The label of its metric.
  package var label: String { "\(self)" }
}
