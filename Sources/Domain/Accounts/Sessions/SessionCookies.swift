package import HTTP

/// The cookies of a session: one with the token, which scripts of a page cannot read, and one with
/// the CSRF token, which they must (RFC 6265).
package struct SessionCookies: Sendable {
  /// Whether browsers send them by HTTPS alone.
  package let isSecure: Bool

  /// Cookies; without `isSecure` for development on plain HTTP.
  package init(isSecure: Bool) { self.isSecure = isSecure }

  /// The name of the cookie with the token. The prefix has browsers insist on `Secure`, `Path=/` and
  /// no `Domain`, so that no neighbouring host can set it (RFC 6265bis §4.1.3.2).
  package var name: String { isSecure ? "__Host-floe_session" : "floe_session" }

  /// The name of the cookie with the CSRF token.
  package var csrfName: String { isSecure ? "__Host-floe_csrf" : "floe_csrf" }

  private var attributes: String { "; Path=/; SameSite=Lax" + (isSecure ? "; Secure" : "") }

  /// The fields that begin a session in a browser.
  func beginning(_ token: SessionToken, seconds: Int64) -> [HTTPField] {
    [
      HTTPField(
        .setCookie, "\(name)=\(token.text)\(attributes); HttpOnly; Max-Age=\(seconds)"),
      HTTPField(.setCookie, "\(csrfName)=\(token.csrfToken)\(attributes); Max-Age=\(seconds)"),
    ]
  }

  /// The fields that end it there.
  package var ending: [HTTPField] {
    [
      HTTPField(.setCookie, "\(name)=\(attributes); HttpOnly; Max-Age=0"),
      HTTPField(.setCookie, "\(csrfName)=\(attributes); Max-Age=0"),
    ]
  }

  /// The token in the value of a `Cookie` field; nil when there is none.
  ///
  /// A cookie that is there twice is none: a neighbour may have set the other.
  package func token(in field: String) -> String? {
    var found: String?
    for pair in field.split(separator: ";") {
      let trimmed = pair.drop { $0 == " " || $0 == "\t" }
      guard trimmed.hasPrefix(name + "=") else { continue }
      guard found == nil else { return nil }
      found = String(trimmed.dropFirst(name.count + 1))
    }
    return found.flatMap { $0.isEmpty ? nil : $0 }
  }
}
