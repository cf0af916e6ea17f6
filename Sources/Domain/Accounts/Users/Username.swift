/// The name that a user is shown by: not unique, since users sign in by email, and so that no answer
/// about names tells of accounts.
package enum Username {
  /// Bytes of a name.
  package static let lengths = 2...32

  /// What is wrong with a name, for who chose it; nil when nothing is.
  ///
  /// ASCII alone: signs that cannot be seen, that turn the direction of writing, or that look like
  /// others would let one user pass for another.
  package static func fault(of text: String) -> String? {
    let bytes = Array(text.utf8)
    guard lengths.contains(bytes.count), let first = bytes.first, isAlphanumeric(first),
      bytes.allSatisfy({ isAlphanumeric($0) || [0x2D, 0x2E, 0x5F].contains($0) })
    else {
      return "A name has from \(lengths.lowerBound) to \(lengths.upperBound) letters of ASCII, "
        + "digits, dots, hyphens and underscores, and begins with a letter or a digit."
    }
    return nil
  }

  /// A name made of an email's first part, for who gives none.
  package static func from(_ email: EmailAddress) -> String {
    let kept = email.text.prefix { $0 != "@" }.utf8.filter {
      isAlphanumeric($0) || [0x2D, 0x2E, 0x5F].contains($0)
    }
    let name = String(decoding: kept.drop { !isAlphanumeric($0) }.prefix(32), as: UTF8.self)
    return fault(of: name) == nil ? name : "user"
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }
}
