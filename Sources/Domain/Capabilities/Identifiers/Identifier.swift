internal import Credentials

/// Ids of things that are made here: a word that says what it is, and 131 random bits.
package enum Identifier {
  /// Characters after the word.
  package static let length = 22

  /// A new id, such as `tok_4fJ0…`.
  package static func make(_ word: StaticString) -> String {
    "\(word)_\(SecureRandom.base62(length))"
  }

  /// Whether a text of a client has the form of such an id; others need not be looked up.
  package static func isWellFormed(_ text: some StringProtocol, _ word: StaticString) -> Bool {
    let prefix = "\(word)_"
    return text.hasPrefix(prefix) && text.utf8.count == prefix.utf8.count + length
      && text.utf8.dropFirst(prefix.utf8.count).allSatisfy(Base62.isDigit)
  }
}
