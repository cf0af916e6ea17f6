/// A bcrypt hash as it is stored: `$2b$`, two digits of cost, `$`, 22 characters of salt and 31 of
/// hash.
package struct PasswordHash: Hashable, Sendable {
  /// The 60 characters.
  package let text: String
  /// The logarithm of the rounds to base 2.
  package let cost: Int

  private static let characterCount = 60
  private static let alphabet = Set(
    "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  /// The hash of a text, also in the older forms `$2a$` and `$2y$`; nil when it is none.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == Self.characterCount, bytes[0] == UInt8(ascii: "$"),
      bytes[1] == UInt8(ascii: "2"), [UInt8(ascii: "a"), 0x62, 0x79].contains(bytes[2]),
      bytes[3] == UInt8(ascii: "$"), bytes[6] == UInt8(ascii: "$"),
      let cost = Int(String(decoding: bytes[4..<6], as: UTF8.self)),
      bytes[4..<6].allSatisfy({ (48...57).contains($0) }), (4...31).contains(cost),
      bytes[7...].allSatisfy(Self.alphabet.contains)
    else { return nil }
    self.text = text
    self.cost = cost
  }

  /// Whether the password should be hashed anew, because today more is asked of a hash.
  package func isWeaker(than cost: Int) -> Bool { self.cost < cost }
}
