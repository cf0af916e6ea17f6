import Bytes

/// A weight of content negotiation (RFC 9110 §12.4.2).
enum QualityValue {
  /// Thousandths of `q=` with at most three decimals, or `nil` when it is no weight.
  static func parse(_ text: Span<UInt8>) -> Int16? {
    guard text.count >= 3, text.count <= 7, text[0] | 0x20 == 0x71, text[1] == ASCII.equals,
      ASCII.isDigit(text[2]), text[2] <= 0x31
    else { return nil }
    var value = Int16(text[2] - ASCII.zero) * 1_000
    if text.count == 3 { return value }
    guard text[3] == ASCII.dot else { return nil }
    var scale: Int16 = 100
    for index in 4..<text.count {
      guard ASCII.isDigit(text[index]) else { return nil }
      value += Int16(text[index] - ASCII.zero) * scale
      scale /= 10
    }
    return value <= 1_000 ? value : nil
  }
}
