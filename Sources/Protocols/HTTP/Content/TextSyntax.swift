/// Tells text from binary data.
enum TextSyntax {
  /// Whether the bytes are UTF-8 without control bytes that no text has. The last character may be
  /// cut off.
  static func isText(_ bytes: Span<UInt8>) -> Bool {
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      if byte < 0x80 {
        if isBinary(byte) { return false }
        position += 1
        continue
      }
      guard let length = sequenceLength(byte) else { return false }
      var index = 1
      while index < length {
        if position + index == bytes.count { return true }
        let next = bytes[position + index]
        guard index == 1 ? isSecond(next, after: byte) : next & 0xC0 == 0x80 else { return false }
        index += 1
      }
      position += length
    }
    return true
  }

  /// All control bytes but tab, line feed, form feed, carriage return and escape.
  private static func isBinary(_ byte: UInt8) -> Bool {
    byte <= 0x08 || byte == 0x0B || (0x0E...0x1A).contains(byte) || (0x1C...0x1F).contains(byte)
      || byte == 0x7F
  }

  private static func sequenceLength(_ first: UInt8) -> Int? {
    switch first {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: nil
    }
  }

  /// No overlong forms, no surrogates, nothing past U+10FFFF (Unicode 16, table 3-7).
  private static func isSecond(_ byte: UInt8, after first: UInt8) -> Bool {
    switch first {
    case 0xE0: (0xA0...0xBF).contains(byte)
    case 0xED: (0x80...0x9F).contains(byte)
    case 0xF0: (0x90...0xBF).contains(byte)
    case 0xF4: (0x80...0x8F).contains(byte)
    default: byte & 0xC0 == 0x80
    }
  }
}
