/// A country as the two letters of ISO 3166-1, in one word.
package struct CountryCode: Hashable, Comparable, Sendable {
  let word: UInt16

  /// The country of two capital letters; nil when they are none.
  package init?(_ first: UInt8, _ second: UInt8) {
    let letters = UInt8(ascii: "A")...UInt8(ascii: "Z")
    guard letters.contains(first), letters.contains(second) else { return nil }
    word = UInt16(first) << 8 | UInt16(second)
  }

  /// The country of a text of two capital letters.
  package init?(_ text: String) {
    let letters = Array(text.utf8)
    guard letters.count == 2 else { return nil }
    self.init(letters[0], letters[1])
  }

  init(word: UInt16) { self.word = word }

  /// The two letters.
  package var text: String {
    String(decoding: [UInt8(word >> 8), UInt8(truncatingIfNeeded: word)], as: UTF8.self)
  }

  package static func < (left: CountryCode, right: CountryCode) -> Bool { left.word < right.word }
}
