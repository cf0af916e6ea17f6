/// Bytes as lower-case hexadecimal digits, which have one spelling.
package enum HexText {
  private static let digits = Array("0123456789abcdef".utf8)

  /// The digits of bytes.
  package static func text(_ bytes: [UInt8]) -> String {
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count * 2)
    for byte in bytes { output += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
    return String(decoding: output, as: UTF8.self)
  }

  /// The bytes of digits; nil for other characters, capitals among them, and for half a byte.
  package static func bytes(_ text: some Collection<UInt8>) -> [UInt8]? {
    guard text.count % 2 == 0 else { return nil }
    var output: [UInt8] = []
    output.reserveCapacity(text.count / 2)
    var high: UInt8?
    for character in text {
      guard let value = value(of: character) else { return nil }
      if let first = high {
        output.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return output
  }

  private static func value(of character: UInt8) -> UInt8? {
    switch character {
    case 48...57: character - 48
    case 97...102: character - 87
    default: nil
    }
  }
}
