internal import Settings

/// The origin of a page as browsers send it: scheme, host, and the port where it is not the scheme's
/// own (RFC 6454 §6.2). Never `null` and never a pattern.
package struct WebOrigin: SettingValue, Hashable {
  package static var settingType: String { "origin" }
  package static var settingForm: String { "an origin such as https://app.example" }

  /// The origin's one spelling.
  package let settingText: String

  package init?(settingText text: String) {
    guard
      let (scheme, port) = [("https://", ":443"), ("http://", ":80")].first(
        where: { text.hasPrefix($0.0) })
    else { return nil }
    let authority = text.dropFirst(scheme.count)
    guard Self.isAuthority(authority), !authority.hasSuffix(port) else { return nil }
    settingText = text
  }

  /// A host in small letters, or an address, with a port if there is one.
  private static func isAuthority(_ text: Substring) -> Bool {
    var host = text
    if let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") {
      let digits = text[text.index(after: colon)...]
      guard let port = UInt16(digits), port > 0, String(port) == digits else { return false }
      host = text[..<colon]
    }
    if host.hasPrefix("["), host.hasSuffix("]") {
      return host.dropFirst().dropLast().utf8.allSatisfy {
        (48...57).contains($0) || (97...102).contains($0) || $0 == UInt8(ascii: ":")
      }
    }
    return (1...253).contains(host.utf8.count)
      && host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
        (1...63).contains(label.utf8.count)
          && label.utf8.allSatisfy {
            (48...57).contains($0) || (97...122).contains($0) || $0 == UInt8(ascii: "-")
          }
      }
  }
}
