import Bytes
import Testing

@Suite struct NumberTests {
  @Test(
    arguments: [
      ("0", 0), ("007", 7), ("42", 42), ("18446744073709551615", UInt64.max),
      ("18446744073709551616", nil), ("99999999999999999999", nil), ("", nil), ("-1", nil),
      ("+1", nil), ("1 ", nil), ("1_0", nil), ("0x1", nil), ("000000000000000000001", nil),
    ] as [(String, UInt64?)])
  func `a decimal is digits alone and fits 64 bits`(text: String, value: UInt64?) {
    let read = Array(text.utf8).span.decimal()
    #expect(read == value)
  }

  @Test(arguments: [0, 1, 9, 10, 99, 100, 12_345, 9_999_999_999, UInt64.max - 1, UInt64.max])
  func `numbers are printed as they are read`(value: UInt64) {
    let printed = [UInt8](unsafeUninitializedCapacity: 24) { buffer, count in
      var output = OutputSpan(buffer: buffer, initializedCount: 0)
      output.append(decimal: value)
      count = output.finalize(for: buffer)
    }
    #expect(String(decoding: printed, as: UTF8.self) == String(value))
    #expect(DecimalDigits.count(of: value) == printed.count)
  }

  @Test(
    arguments: [(7, 8), (100, 999), (1000, 1000), (99_999, 10_000), (123_456, 123_455)]
      as [(UInt64, UInt64)])
  func `a number is printed over one of as many digits`(old: UInt64, new: UInt64) {
    var text = Array("<\(old)>".utf8)
    let end = text.count - 1
    var span = text.mutableSpan
    DecimalDigits.overwrite(old, with: new, endingAt: end, in: &span)
    #expect(String(decoding: text, as: UTF8.self) == "<\(new)>")
  }

  @Test func `hexadecimal is lower case`() {
    let printed = [UInt8](unsafeUninitializedCapacity: 24) { buffer, count in
      var output = OutputSpan(buffer: buffer, initializedCount: 0)
      output.append(hex: ([0x00, 0xAF, 0x5C] as [UInt8]).span)
      output.append(" ")
      output.append(twoDigits: 7)
      count = output.finalize(for: buffer)
    }
    #expect(String(decoding: printed, as: UTF8.self) == "00af5c 07")
  }

  @Test func `digits are read in place`() {
    let bytes = Array("a0425".utf8)
    #expect(bytes.span.digits(at: 1, count: 4) == 425)
    #expect(bytes.span.digits(at: 0, count: 2) == nil)
    #expect(bytes.span.digits(at: 3, count: 3) == nil)
  }
}
