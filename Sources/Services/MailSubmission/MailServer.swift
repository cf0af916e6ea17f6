/// A server that takes messages for others (RFC 6409), and how it is spoken to.
package struct MailServer: Hashable, Sendable {
  /// `smtp://host:587` or `smtps://host:465`.
  package let url: String
  /// Who sends, for servers that ask; nil for those that do not.
  package let username: String?
  package let password: String?
  /// Whether nothing is said before TLS has begun (RFC 8314); `smtps` begins with it.
  package let needsTLS: Bool

  /// A server; nil when the address is not one of mail.
  package init?(url: String, username: String?, password: String?, needsTLS: Bool) {
    guard url.hasPrefix("smtp://") || url.hasPrefix("smtps://"), !url.contains("@"),
      url.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), url.utf8.count <= 256
    else { return nil }
    self.url = url
    self.username = username
    self.password = password
    self.needsTLS = needsTLS
  }
}
