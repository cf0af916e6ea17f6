/// The absolute URL of an upstream, to which paths are appended.
package struct UpstreamAddress: Hashable, Sendable {
  /// The URL without a slash at its end.
  package let url: String
  /// Host and port as they stand in the URL.
  package let authority: String

  /// The longest URL that is accepted, in bytes.
  static let bytesMax = 512

  /// Parses `http://` or `https://`, a host, and optionally a port and a path prefix; nil for
  /// anything else, credentials, queries and fragments among it.
  package init?(_ text: String) {
    var url = text
    while url.hasSuffix("/") { url.removeLast() }
    let schemes = ["https://", "http://"]
    guard url.utf8.count <= Self.bytesMax,
      let scheme = schemes.first(where: url.hasPrefix)
    else { return nil }
    let rest = url.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" }
    guard rest.utf8.allSatisfy(Self.isPathByte), Self.isAuthority(authority) else { return nil }
    self.url = url
    self.authority = String(authority)
  }

  /// `host`, `host:port`, `[v6]` or `[v6]:port`.
  private static func isAuthority(_ text: Substring) -> Bool {
    var host = text
    if let colon = text.lastIndex(of: ":"), text.last != "]" {
      guard let port = UInt16(text[text.index(after: colon)...]), port > 0 else { return false }
      host = text[..<colon]
    }
    if host.hasPrefix("["), host.hasSuffix("]") {
      let address = host.dropFirst().dropLast()
      return address.contains(":") && address.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    }
    return !host.isEmpty
      && host.utf8.allSatisfy {
        isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
      }
      && host.first != "." && host.first != "-"
  }

  /// What an authority or a path may hold: no `@`, `?`, `#`, blanks or escapes.
  private static func isPathByte(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || "-._~/:[]".utf8.contains(byte)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default:
      false
    }
  }
}
