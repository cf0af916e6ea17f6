/// Encodings as one large number, written the slow way.
struct Encoding {
  let alphabet: [Character]

  static let base58 = Encoding(
    alphabet: Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"))
  static let base36 = Encoding(alphabet: Array("0123456789abcdefghijklmnopqrstuvwxyz"))

  /// The text of some bytes; each leading zero byte is a zero digit.
  func text(_ bytes: [UInt8]) -> String {
    var digits: [Int] = []
    for byte in bytes {
      var carry = Int(byte)
      for index in digits.indices {
        carry += digits[index] << 8
        digits[index] = carry % alphabet.count
        carry /= alphabet.count
      }
      while carry > 0 {
        digits.append(carry % alphabet.count)
        carry /= alphabet.count
      }
    }
    let zeros = bytes.prefix { $0 == 0 }.map { _ in alphabet[0] }
    return String(zeros + digits.reversed().map { alphabet[$0] })
  }

  static func base16(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The bytes of hexadecimal digits.
  static func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.map { UInt8($0.hexDigitValue!) }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  static func varint(_ value: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }
}
