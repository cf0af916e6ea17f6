/// One gateway of IPFS: an absolute URL that paths are appended to, and what it hands out.
package struct IPFSGateway: Hashable, Sendable {
  /// The URL without a slash at its end.
  package let base: String
  /// Host and port as they are shown, in `X-Source` for one.
  package let source: String
  /// Whether it hands out single blocks, which can be proven.
  package var servesBlocks = true
  /// Whether it puts files together that lie in many blocks.
  package var servesFiles = true

  /// The longest base that is accepted, in bytes.
  static let bytesMax = 512

  /// Parses `http://` or `https://`, a host, and optionally a port and a path prefix; nil for
  /// anything else, credentials, queries and fragments among it.
  package init?(_ text: String) {
    var base = text
    while base.hasSuffix("/") { base.removeLast() }
    guard base.utf8.count <= Self.bytesMax,
      let scheme = ["https://", "http://"].first(where: base.hasPrefix)
    else { return nil }
    let rest = base.dropFirst(scheme.count)
    let authority = rest.prefix { $0 != "/" }
    guard rest.utf8.allSatisfy(Self.isPathByte), Self.isAuthority(authority) else { return nil }
    self.base = base
    source = String(authority)
  }

  /// The URL of what a path such as `/ipfs/{cid}` names.
  func url(_ path: String) -> String { base + path }

  /// `host`, `host:port`, `[v6]` or `[v6]:port`.
  private static func isAuthority(_ text: Substring) -> Bool {
    var host = text
    if let colon = text.lastIndex(of: ":"), text.last != "]" {
      guard let port = UInt16(text[text.index(after: colon)...]), port > 0 else { return false }
      host = text[..<colon]
    }
    if host.hasPrefix("["), host.hasSuffix("]") {
      let address = host.dropFirst().dropLast()
      return address.contains(":") && address.allSatisfy { $0.isHexDigit || ":.".contains($0) }
    }
    guard let first = host.first, first != ".", first != "-" else { return false }
    return host.utf8.allSatisfy { isAlphanumeric($0) || "-.".utf8.contains($0) }
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
