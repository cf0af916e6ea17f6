import Bytes

/// The syntax of `host [":" port]` without user information (RFC 9110 §4.2.4, RFC 3986 §3.2.2).
enum AuthoritySyntax {
  /// Whether these bytes are a non-empty host with an optional port of at most 65,535.
  static func accepts(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count > 0 else { return false }
    if bytes[0] == 0x5B { return acceptsAddress(bytes) }
    var position = plainPrefix(bytes)
    while position < bytes.count {
      let byte = bytes[position]
      if byte == ASCII.colon {
        return position > 0 && acceptsPort(bytes, from: position + 1)
      }
      guard ByteSet.registeredName.contains(byte) else { return false }
      if byte == ASCII.percent, !acceptsEscape(bytes, at: position) { return false }
      position += 1
    }
    return true
  }

  /// A length, in whole words, of letters, digits, dots and hyphens at the start.
  private static func plainPrefix(_ bytes: Span<UInt8>) -> Int {
    var position = 0
    while position &+ 8 <= bytes.count {
      let word = bytes.word(at: position)
      let letters = ByteLanes.within(word | ByteLanes.filled(0x20), 0x61...0x7A)
      let others = ByteLanes.within(word, 0x2D...0x39) & ~ByteLanes.equal(word, ASCII.slash)
      if ByteLanes.beyondASCII(word) != 0 || !ByteLanes.all(letters | others) { break }
      position &+= 8
    }
    return position
  }

  private static func acceptsEscape(_ bytes: Span<UInt8>, at position: Int) -> Bool {
    position + 2 < bytes.count && ByteSet.hexDigits.contains(bytes[position + 1])
      && ByteSet.hexDigits.contains(bytes[position + 2])
  }

  private static func acceptsAddress(_ bytes: Span<UInt8>) -> Bool {
    guard let close = bytes.firstIndex(of: 0x5D), close > 2 else { return false }
    for index in 1..<close {
      let byte = bytes[index]
      guard ByteSet.hexDigits.contains(byte) || byte == ASCII.colon || byte == ASCII.dot else {
        return false
      }
    }
    if close + 1 == bytes.count { return true }
    return bytes[close + 1] == ASCII.colon && acceptsPort(bytes, from: close + 2)
  }

  private static func acceptsPort(_ bytes: Span<UInt8>, from start: Int) -> Bool {
    // An empty port after the colon is allowed by the grammar (RFC 3986 §3.2.3).
    if start == bytes.count { return true }
    guard bytes.count - start <= 5, let port = bytes.extracting(start..<bytes.count).decimal()
    else {
      return false
    }
    return port <= 65_535
  }
}
