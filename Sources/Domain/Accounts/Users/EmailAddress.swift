/// An email address as accounts are kept under it (a subset of RFC 5321 §4.1.2).
///
/// The local part is a dot-atom and the domain a name of ASCII labels, punycode included: addresses
/// outside ASCII are refused, because letters that look alike would make two accounts of one sight.
package struct EmailAddress: Hashable, Sendable {
  /// The address without blanks around it, its domain in lower case: where mail goes.
  package let text: String
  /// The address in lower case altogether: two accounts never share it.
  package let key: String

  /// Bytes of an address, and of the part before its `@` (RFC 5321 §4.5.3.1).
  package static let byteCountMax = 254
  private static let localCountMax = 64

  /// The address of a text, blanks around it left out; nil when it is none.
  package init?(_ text: String) {
    let trimmed = text.drop { $0 == " " || $0 == "\t" }.reversed()
      .drop { $0 == " " || $0 == "\t" }.reversed()
    let bytes = Array(String(trimmed).utf8)
    guard bytes.count <= Self.byteCountMax, bytes.allSatisfy({ (0x21...0x7E).contains($0) }),
      let at = bytes.lastIndex(of: UInt8(ascii: "@"))
    else { return nil }
    let (local, domain) = (bytes[..<at], bytes[(at + 1)...])
    guard local.count <= Self.localCountMax, Self.isDotAtom(local), Self.isDomain(domain)
    else { return nil }
    let lowered = String(decoding: domain, as: UTF8.self).lowercased()
    self.text = String(decoding: local, as: UTF8.self) + "@" + lowered
    key = self.text.lowercased()
  }

  /// What is wrong with a text as an address, for who typed it; nil when nothing is.
  package static func fault(of text: String) -> String? {
    EmailAddress(text) == nil
      ? "An email address in ASCII, such as ada@example.com, is wanted." : nil
  }

  /// Atoms of letters, digits and a few signs, with single dots between them (RFC 5322 §3.2.3).
  private static func isDotAtom(_ text: ArraySlice<UInt8>) -> Bool {
    text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { atom in
      !atom.isEmpty && atom.allSatisfy { isAlphanumeric($0) || signs.contains($0) }
    }
  }

  /// Two labels at least, each of 1 to 63 letters, digits and inner hyphens (RFC 1123 §2.1), the last
  /// with a letter in it, so that it is no address of numbers.
  private static func isDomain(_ text: ArraySlice<UInt8>) -> Bool {
    let labels = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard labels.count >= 2 else { return false }
    let hyphen = UInt8(ascii: "-")
    return labels.allSatisfy { label in
      (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
        && label.allSatisfy { isAlphanumeric($0) || $0 == hyphen }
    } && labels[labels.count - 1].contains { !(48...57).contains($0) }
  }

  private static let signs = Set("!#$%&'*+-/=?^_`{|}~".utf8)

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }
}
