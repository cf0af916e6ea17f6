internal import Bytes

/// The two field lines that tell how long a request took, in milliseconds with three decimals.
struct TimingLines {
  private static let text: StaticString =
    "\r\nX-Response-Time: 0.000ms\r\nServer-Timing: floe;dur=0.000\r\n"
  /// Where the two numbers stand.
  private static let first = 19
  private static let second = 52

  private var bytes: InlineArray<59, UInt8>

  init() {
    let text = Self.text.bytes
    bytes = InlineArray { text[$0] }
  }

  /// Appends the lines, from the end of the line before them on; less than ten milliseconds fit
  /// into the digits that stand there.
  @inline(__always)
  mutating func append(microseconds: UInt64, to output: inout OutputSpan<UInt8>) {
    guard microseconds < 10_000 else {
      return Self.appendLong(microseconds: microseconds, to: &output)
    }
    let value = UInt16(truncatingIfNeeded: microseconds)
    let digits = (
      ASCII.zero + UInt8(truncatingIfNeeded: value / 1000),
      ASCII.zero + UInt8(truncatingIfNeeded: value / 100 % 10),
      ASCII.zero + UInt8(truncatingIfNeeded: value / 10 % 10),
      ASCII.zero + UInt8(truncatingIfNeeded: value % 10)
    )
    bytes[Self.first] = digits.0
    bytes[Self.first + 2] = digits.1
    bytes[Self.first + 3] = digits.2
    bytes[Self.first + 4] = digits.3
    bytes[Self.second] = digits.0
    bytes[Self.second + 2] = digits.1
    bytes[Self.second + 3] = digits.2
    bytes[Self.second + 4] = digits.3
    output.append(bytes: bytes.span)
  }

  @inline(never)
  private static func appendLong(microseconds: UInt64, to output: inout OutputSpan<UInt8>) {
    output.append(bytes: text.bytes.extracting(..<first))
    append(milliseconds: microseconds, to: &output)
    output.append(bytes: text.bytes.extracting(first + 5..<second))
    append(milliseconds: microseconds, to: &output)
    output.append("\r\n")
  }

  private static func append(milliseconds microseconds: UInt64, to output: inout OutputSpan<UInt8>)
  {
    let (whole, rest) = microseconds.quotientAndRemainder(dividingBy: 1000)
    output.append(decimal: whole)
    output.append(ASCII.dot)
    output.append(ASCII.zero + UInt8(rest / 100))
    output.append(twoDigits: Int(rest % 100))
  }
}
