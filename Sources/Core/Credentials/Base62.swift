/// Numbers and tokens in the digits 0–9, A–Z, a–z: words that a double click takes whole.
package enum Base62 {
  /// The digits in the order of their values.
  package static let alphabet = Array(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  /// A number, padded with zeros on the left to a width that it must fit.
  package static func text(_ number: UInt64, width: Int) -> String {
    var digits = [UInt8](repeating: alphabet[0], count: width)
    var rest = number
    for index in digits.indices.reversed() where rest > 0 {
      digits[index] = alphabet[Int(rest % 62)]
      rest /= 62
    }
    precondition(rest == 0, "\(number) does not fit \(width) digits")
    return String(decoding: digits, as: UTF8.self)
  }

  /// Whether a byte is a digit.
  package static func isDigit(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
  }
}
