extension LineCursor {
  /// How many bytes one byte of a field may become: `\u0000`.
  static let growthMax = 6

  /// Writes bytes cut at `max`, never inside a character, with everything escaped as in
  /// JSON (RFC 8259 §7) that could end a string or a line or steer a terminal: C0, DEL,
  /// C1, U+2028 and U+2029. What is not UTF-8 becomes U+FFFD. Quotes and backslashes may
  /// be left alone where no quotes surround the text.
  @inline(__always)
  mutating func put(escaping bytes: UnsafeRawBufferPointer, max: Int = 256, quotes: Bool = true) {
    guard let base = bytes.baseAddress else { return }
    var count = bytes.count
    if count > max { unsafe count = Self.cut(base, at: max) }
    assert(remaining >= count * Self.growthMax)
    var index = 0
    while index + 8 <= count {
      let word = unsafe base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      guard Self.isPlain(word) else { break }
      store(word, stepping: 8)
      index += 8
    }
    if index == count { return }
    // The last word again where it holds the rest, so that ids are not written byte by byte.
    if count >= 8, index + 8 > count {
      let word = unsafe base.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
      if Self.isPlain(word) { return store(word, stepping: count - index) }
    }
    unsafe putRest(base, from: index, to: count, quotes: quotes)
  }

  /// Whether all eight bytes are printable ASCII other than quote and backslash. It may
  /// say no for a word that is, never yes for one that is not.
  @inline(__always)
  private static func isPlain(_ word: UInt64) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quote = word ^ (ones &* 0x22)
    let backslash = word ^ (ones &* 0x5C)
    let control = (word &- (ones &* 0x20)) & ~word
    let isQuote = (quote &- ones) & ~quote
    let isBackslash = (backslash &- ones) & ~backslash
    let high = word | (word &+ ones)
    return (control | isQuote | isBackslash | high) & (ones &* 0x80) == 0
  }

  /// Where to cut so that no character is split: at most three bytes before `max`.
  @unsafe
  private static func cut(_ base: UnsafeRawPointer, at max: Int) -> Int {
    var end = max
    while end > max - 3, end > 0,
      unsafe base.load(fromByteOffset: end, as: UInt8.self) & 0xC0 == 0x80
    {
      end -= 1
    }
    return end
  }

  @unsafe
  private mutating func putRest(
    _ base: UnsafeRawPointer, from start: Int, to end: Int, quotes: Bool
  ) {
    var index = start
    while index < end {
      let byte = unsafe base.load(fromByteOffset: index, as: UInt8.self)
      if byte >= 0x80 {
        let bytes = unsafe UnsafeRawBufferPointer(start: base + index, count: end - index)
        unsafe index += putCharacter(bytes)
        continue
      }
      index += 1
      switch byte {
      case 0x22, 0x5C:
        if quotes { put(byte: 0x5C) }
        put(byte: byte)
      case 0x0A: put("\\n")
      case 0x0D: put("\\r")
      case 0x09: put("\\t")
      case 0..<0x20, 0x7F: put(codeUnit: UInt16(byte))
      default: put(byte: byte)
      }
    }
  }

  /// Writes the character at the start of some bytes, the first of which is not ASCII;
  /// returns how many bytes it took.
  @unsafe
  private mutating func putCharacter(_ bytes: UnsafeRawBufferPointer) -> Int {
    let first = unsafe bytes[0]
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    let isComplete = first >= 0xC2 && first <= 0xF4 && bytes.count >= length
    guard isComplete else { return putReplacement() }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for index in 1..<length {
      let byte = unsafe bytes[index]
      guard byte & 0xC0 == 0x80 else { return putReplacement() }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    let isOverlong = value < (length == 2 ? 0x80 : length == 3 ? 0x800 : 0x1_0000)
    guard !isOverlong, Unicode.Scalar(value) != nil else { return putReplacement() }
    if value < 0xA0 || value == 0x2028 || value == 0x2029 {
      put(codeUnit: UInt16(value))
    } else {
      for index in 0..<length { put(byte: unsafe bytes[index]) }
    }
    return length
  }

  private mutating func putReplacement() -> Int {
    put(codeUnit: 0xFFFD)
    return 1
  }

  private mutating func put(codeUnit: UInt16) {
    put("\\u")
    for shift in stride(from: 12, through: 0, by: -4) {
      let digit = UInt8(codeUnit >> UInt16(shift) & 0xF)
      put(byte: digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit)
    }
  }
}
