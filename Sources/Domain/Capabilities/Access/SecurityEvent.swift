/// Something that happened at the gate and that operators count.
package enum SecurityEvent: Int, CaseIterable, Sendable {
  /// A request was refused because of the address it came from.
  case addressBlocked
  /// An address was shut out for a while.
  case addressBanned
  /// Somebody failed to sign in.
  case loginFailed
  /// A caller has reached a limit.
  case limitReached
  /// The signature of a request was missing, wrong, old or used before.
  case signatureRefused
  /// A browser's request did not show that our page sent it.
  case csrfRefused
  /// A known caller may not do what was asked.
  case permissionRefused

  /// The event as a label of metrics.
  package var label: String {
    switch self {
    case .addressBlocked: "address_blocked"
    case .addressBanned: "address_banned"
    case .loginFailed: "login_failed"
    case .limitReached: "limit_reached"
    case .signatureRefused: "signature_refused"
    case .csrfRefused: "csrf_refused"
    case .permissionRefused: "permission_refused"
    }
  }

  /// The event as a member of JSON documents.
  package var member: String { "\(self)" }
}
