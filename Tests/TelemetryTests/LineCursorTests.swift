import Testing

@testable import Telemetry

struct LineCursorTests {
  static func escaped(_ bytes: [UInt8], max: Int = 256) -> String {
    var memory = [UInt8](repeating: 0xEE, count: bytes.count * 6 + 16)
    let count = memory.withUnsafeMutableBytes { memory in
      var cursor = LineCursor(memory)
      bytes.withUnsafeBytes { cursor.put(escaping: $0, max: max) }
      return cursor.count
    }
    return String(decoding: memory[..<count], as: UTF8.self)
  }

  @Test(arguments: [
    ("plain text of some length", "plain text of some length"), ("a\"b\\c", "a\\\"b\\\\c"),
    ("line\r\n\tfeed", "line\\r\\n\\tfeed"), ("\u{0}\u{1B}[2J", "\\u0000\\u001b[2J"),
    ("\u{7F}", "\\u007f"), ("a\u{80}b\u{9F}c\u{A0}d", "a\\u0080b\\u009fc\u{A0}d"),
    ("\u{2027}\u{2028}\u{2029}\u{202A}", "\u{2027}\\u2028\\u2029\u{202A}"),
    ("é€😀 and more of the same", "é€😀 and more of the same"), ("", ""),
  ])
  func `what could break a line is escaped`(text: String, expected: String) {
    #expect(Self.escaped(Array(text.utf8)) == expected)
  }

  @Test(
    arguments: [
      [0x80], [0xC0, 0xAF], [0xE2, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
      [0xE0, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80],
    ] as [[UInt8]])
  func `bytes that are not UTF-8 become replacements`(bytes: [UInt8]) {
    #expect(Self.escaped(bytes) == String(repeating: "\\ufffd", count: bytes.count))
    #expect(Self.escaped(bytes + [0x41]).hasSuffix("\\ufffdA"))
  }

  @Test func `every byte is treated alike at every place of a word`() {
    for byte in UInt8.min...0x7F {
      let alone = Self.escaped([byte])
      for place in 0..<17 {
        var bytes = [UInt8](repeating: 0x78, count: 17)
        bytes[place] = byte
        let expected =
          String(repeating: "x", count: place) + alone + String(repeating: "x", count: 16 - place)
        #expect(Self.escaped(bytes) == expected)
      }
    }
  }

  @Test func `a long text is cut, but never inside a character`() {
    #expect(Self.escaped([UInt8](repeating: 0x61, count: 300)).utf8.count == 256)
    let text = String(repeating: "a", count: 254) + "€"
    #expect(Self.escaped(Array(text.utf8)) == String(repeating: "a", count: 254))
    #expect(Self.escaped(Array("€€".utf8), max: 3) == "€")
    #expect(Self.escaped([UInt8](repeating: 0x80, count: 300)).utf8.count <= 256 * 6)
  }

  @Test(arguments: [0, 1, 9, 10, 99, 100, 4095, 1_000_000, .max, -1, -10, .min])
  func `numbers are written in full`(number: Int) {
    var memory = [UInt8](repeating: 0, count: 32)
    let count = memory.withUnsafeMutableBytes { memory in
      var cursor = LineCursor(memory)
      cursor.put(signed: number)
      return cursor.count
    }
    #expect(String(decoding: memory[..<count], as: UTF8.self) == String(number))
  }

  @Test func `the largest unsigned number is written in full`() {
    var memory = [UInt8](repeating: 0, count: 32)
    let count = memory.withUnsafeMutableBytes { memory in
      var cursor = LineCursor(memory)
      cursor.put(unsigned: .max)
      return cursor.count
    }
    #expect(String(decoding: memory[..<count], as: UTF8.self) == "18446744073709551615")
  }

  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00."), (951_782_400, "2000-02-29T00:00:00."),
      (1_795_262_399, "2026-11-21T11:59:59."), (4_107_542_400, "2100-03-01T00:00:00."),
      (-1, "1969-12-31T23:59:59."), (1_709_164_799, "2024-02-28T23:59:59."),
    ] as [(Int64, String)])
  func `a second has a date and a time`(second: Int64, expected: String) {
    let prefix = TimestampPrefix(second: second)
    let text = String(decoding: (0..<20).map { prefix.bytes[$0] }, as: UTF8.self)
    #expect(text == expected)
  }
}
