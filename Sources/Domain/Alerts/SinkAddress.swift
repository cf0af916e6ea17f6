/// The URL of a receiver, which an operator has set: `https`, on no address of this machine or of a
/// private network, unless the settings allow it. It often holds a token, so it is a secret.
package struct SinkAddress: Hashable, Sendable {
  /// The URL.
  package let url: String

  /// The longest URL, in bytes.
  private static let bytesMax = 2048

  /// Why a URL is not taken, without a word of it.
  package enum Malformed: Error, Hashable, Sendable, CustomStringConvertible {
    case unreadable
    case plain
    case local

    package var description: String {
      switch self {
      case .unreadable: "it is no URL with a host, without a user and a fragment"
      case .plain: "it is not https, which alerts.plain_allowed would allow"
      case .local:
        "it leads to this machine or to an address, which alerts.plain_allowed would allow"
      }
    }
  }

  /// The URL of a text.
  ///
  /// - Parameter isPlainAllowed: whether `http` and local addresses are taken.
  package init(_ text: String, isPlainAllowed: Bool) throws(Malformed) {
    let isSecure = text.hasPrefix("https://")
    guard isSecure || text.hasPrefix("http://"), text.utf8.count <= Self.bytesMax,
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "#") })
    else { throw .unreadable }
    let authority = text.drop { $0 != ":" }.dropFirst(3).prefix { !"/?".contains($0) }
    guard !authority.isEmpty, !authority.contains("@"), !authority.contains("\\") else {
      throw .unreadable
    }
    guard isSecure || isPlainAllowed else { throw .plain }
    guard isPlainAllowed || !Self.isLocal(authority) else { throw .local }
    url = text
  }

  /// Whether a host is a name of this machine or an address that is written out, in any of the
  /// spellings that resolvers take: a receiver of alerts has a name.
  private static func isLocal(_ authority: Substring) -> Bool {
    if authority.hasPrefix("[") { return true }
    var host = authority.prefix { $0 != ":" }.lowercased()
    while host.hasSuffix(".") { host.removeLast() }
    guard host != "localhost", !host.hasSuffix(".localhost"), !host.isEmpty else { return true }
    let last = host.split(separator: ".").last ?? ""
    return last.first.map { $0.isNumber } ?? true
  }
}
