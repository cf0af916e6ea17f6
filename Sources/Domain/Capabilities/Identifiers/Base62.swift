/// Texts of digits and letters alone, `0-9A-Za-z`, in which a double click takes the whole.
package enum Base62 {
  /// The digits, by their value.
  package static let alphabet = Array(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  /// So many random characters, each with almost 6 bits from the system's generator.
  package static func random(_ count: Int) -> String {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<count).map { _ in alphabet[Int.random(in: 0..<62, using: &generator)] }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A number, padded with zeros on the left.
  package static func text(of number: UInt32, padding: Int) -> [UInt8] {
    var digits: [UInt8] = []
    var rest = number
    while rest > 0 || digits.count < padding {
      digits.append(alphabet[Int(rest % 62)])
      rest /= 62
    }
    return digits.reversed()
  }

  /// Whether a byte is one of the digits.
  package static func contains(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }
}
