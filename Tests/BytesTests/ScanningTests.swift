import Bytes
import Testing

@Suite struct ScanningTests {
  @Test(arguments: 0..<40)
  func `a control byte is found wherever it stands`(position: Int) {
    for control: UInt8 in [0, 9, 10, 13, 0x1F, 0x7F] {
      var bytes = [UInt8](repeating: 0x61, count: 40)
      bytes[position] = control
      #expect(bytes.span.firstControl(from: 0, upTo: 40) == position)
      #expect(bytes.span.firstControl(or: 0x3A, from: 0, upTo: 40) == position)
      #expect(bytes.span.firstControl(from: position + 1, upTo: 40) == 40)
      #expect(bytes.span.firstControl(from: 0, upTo: position) == position)
      #expect(bytes.span.firstIndex(of: control) == position)
    }
  }

  @Test func `bytes beyond ASCII and above space are no control bytes`() {
    let bytes = (0x20...0xFF).filter { $0 != 0x7F }.map { UInt8($0) }
    #expect(bytes.span.firstControl(from: 0, upTo: bytes.count) == bytes.count)
  }

  @Test(arguments: 0..<20)
  func `a delimiter is found before the control bytes after it`(position: Int) {
    var bytes = [UInt8](repeating: 0xC3, count: 24)
    bytes[position] = 0x3A
    bytes[23] = 0x0D
    #expect(bytes.span.firstControl(or: 0x3A, from: 0, upTo: 24) == position)
  }

  @Test func `short words are filled with zeros`() {
    let bytes: [UInt8] = [1, 2, 3]
    #expect(bytes.span.word(at: 0, length: 3) == 0x0003_0201)
    #expect(bytes.span.word(at: 1, length: 1) == 0x02)
    let nine = [UInt8](repeating: 7, count: 9)
    #expect(nine.span.word(at: 1, length: 2) == 0x0707)
  }

  @Test(arguments: [(" \ta b\t ", "a b"), ("", ""), (" \t ", ""), ("x", "x")])
  func `blanks are trimmed at both ends`(text: String, trimmed: String) {
    let bytes = Array(text.utf8)
    let range = bytes.span.trimmingBlanks(0..<bytes.count)
    #expect(Array(bytes[range]) == Array(trimmed.utf8))
  }

  @Test func `token bytes are those of the RFC`() {
    let token = Set("!#$%&'*+-.^_`|~".utf8)
    for byte in UInt8.min...UInt8.max {
      let expected = ASCII.isDigit(byte) || ASCII.isLetter(byte) || token.contains(byte)
      #expect(ByteSet.token.contains(byte) == expected)
      #expect(ByteSet.hexDigits.contains(byte) == (ASCII.hexValue(byte) != nil))
    }
  }

  @Test func `comparison can ignore the case of letters alone`() {
    func alike(_ text: String, _ other: StaticString) -> Bool {
      Array(text.utf8).span.equalsIgnoringCase(other)
    }
    func same(_ text: String, _ other: StaticString) -> Bool {
      Array(text.utf8).span.equals(other)
    }
    func starts(_ text: String, _ other: StaticString) -> Bool {
      Array(text.utf8).span.startsIgnoringCase(with: other)
    }
    #expect(alike("Keep-ALIVE", "keep-alive"))
    #expect(!alike("keep\ralive", "keep-alive"))
    #expect(!alike("keep", "keep-alive"))
    #expect(same("0123456789", "0123456789"))
    #expect(!same("0123456780", "0123456789"))
    #expect(!same("9123456789", "0123456789"))
    #expect(starts("HTTP://x", "http://"))
    #expect(!starts("http", "http://"))
  }
}
