internal import Capabilities
internal import HTTP
internal import Routing

/// What a host says of itself in places that everybody knows: whom to tell of a weakness, what
/// crawlers may read, and how its pages look.
struct SiteRoutes {
  let contact: SecurityContactSettings
  let robots: RobotsSettings

  /// Days for which the text holds when the settings do not say.
  private static let days: Int64 = 182

  /// The routes; without a contact there is no text about it.
  var routes: [Route] {
    var routes = [Stylesheet.route, robotsRoute]
    if !contact.contacts.isEmpty { routes.append(contactRoute) }
    return routes
  }

  /// What an operator has to put right; nil when nothing is.
  func advice(at now: Int64) -> String? {
    guard !contact.contacts.isEmpty, let expires = contact.expires.flatMap({ Timestamp($0) })
    else { return nil }
    if expires.seconds <= now {
      return "security_txt.expires is over: nobody is to rely on security.txt any more."
    }
    return expires.seconds - now > 366 * 86400
      ? "security_txt.expires is more than a year ahead, which RFC 9116 advises against." : nil
  }

  private var robotsRoute: Route {
    let text = Self.text(of: robots.reach)
    return Route(
      .get, "/robots.txt", "What crawlers are asked to leave alone (RFC 9309).", access: .open,
      answers: [RouteAnswer(.ok, contentType: "text/plain; charset=utf-8")]
    ) { _ in Self.plain(text, maxAge: 86400) }
  }

  private var contactRoute: Route {
    let contact = contact
    return Route(
      .get, "/.well-known/security.txt", "Whom to tell of a weakness (RFC 9116).", access: .open,
      answers: [RouteAnswer(.ok, contentType: "text/plain; charset=utf-8")]
    ) { request in Self.plain(Self.text(of: contact, at: request.receivedAt), maxAge: 3600) }
  }

  /// The lines for crawlers. Content is what pages elsewhere embed: a search engine that may not
  /// read it shows them without their images and styles. Of the interface nothing belongs there.
  static func text(of reach: RobotsSettings.Reach) -> String {
    switch reach {
    case .content:
      "User-agent: *\nDisallow: /api/\nDisallow: /users/\nDisallow: /metrics\n"
        + "Disallow: /health\nDisallow: /openapi.json\nDisallow: /v1/api\n"
    case .everything: "User-agent: *\nDisallow:\n"
    case .nothing: "User-agent: *\nDisallow: /\n"
    }
  }

  /// The lines of `security.txt` at a time, in seconds since 1970.
  static func text(of contact: SecurityContactSettings, at now: Int64) -> String {
    var lines = contact.contacts.map { "Contact: \($0)" }
    let expiry = contact.expires ?? Timestamp(seconds: now / 86400 * 86400 + days * 86400).text
    lines.append("Expires: \(expiry)")
    if let key = contact.encryption { lines.append("Encryption: \(key)") }
    if !contact.languages.isEmpty {
      lines.append("Preferred-Languages: \(contact.languages.joined(separator: ", "))")
    }
    lines += contact.canonical.map { "Canonical: \($0)" }
    if let policy = contact.policy { lines.append("Policy: \(policy)") }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func plain(_ text: String, maxAge: Int) -> Response {
    Response(
      .ok,
      fields: [
        HTTPField(.contentType, "text/plain; charset=utf-8"),
        HTTPField(.cacheControl, "public, max-age=\(maxAge)"),
      ], body: .bytes(Array(text.utf8)))
  }
}
