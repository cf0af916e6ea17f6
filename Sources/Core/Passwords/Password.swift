/// A password as the user typed it, in the lengths that bcrypt tells apart.
///
/// bcrypt reads 72 bytes and stops at a NUL: what is longer or has one would be compared in part,
/// so it is refused instead. The bytes are taken as they come, without normalisation.
package struct Password: Sendable {
  /// Bytes of UTF-8 that a password has.
  package static let lengths = 8...72

  let bytes: [UInt8]

  /// A password; nil when it is too short, too long or has a NUL in it.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard Self.lengths.contains(bytes.count), !bytes.contains(0) else { return nil }
    self.bytes = bytes
  }

  /// What is wrong with a text as a password, for the person who chose it; nil when nothing is.
  package static func fault(of text: String) -> String? {
    guard lengths.contains(text.utf8.count) else {
      return "A password has from \(lengths.lowerBound) to \(lengths.upperBound) bytes of UTF-8."
    }
    return text.utf8.contains(0) ? "A password has no NUL in it." : nil
  }
}

/// The password shows itself nowhere, not even where a value is printed.
extension Password: CustomStringConvertible, CustomReflectable {
  package var description: String { "(a password)" }

  /// Nothing to look into.
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
