internal import Bytes

extension RequestContext {
  /// Appends the field lines that every response carries, each with its CRLF: `Date`,
  /// `X-Request-ID`, `X-Response-Time` and `Server-Timing` (milliseconds since the head was
  /// complete), and `Connection: close` when the connection ends here.
  ///
  /// Needs at most 320 bytes.
  package func writeCommonFields(to output: inout OutputSpan<UInt8>) {
    output.append("Date: ")
    unsafe output.append(bytes: date.span)
    output.append("\r\nX-Request-ID: ")
    unsafe output.append(bytes: id.span.extracting(0..<idCount))
    unsafe measuredNanoseconds = clock() &- startNanoseconds
    let microseconds = unsafe measuredNanoseconds / 1000
    output.append("\r\nX-Response-Time: ")
    Self.write(milliseconds: microseconds, to: &output)
    output.append("ms\r\nServer-Timing: floe;dur=")
    Self.write(milliseconds: microseconds, to: &output)
    output.append("\r\n")
    if unsafe closesConnection {
      output.append("Connection: close\r\n")
    } else if unsafe announcesKeepAlive {
      output.append("Connection: keep-alive\r\n")
    }
  }

  /// Appends microseconds as milliseconds with three decimals.
  private static func write(milliseconds microseconds: UInt64, to output: inout OutputSpan<UInt8>) {
    let (whole, rest) = microseconds.quotientAndRemainder(dividingBy: 1000)
    output.append(decimal: whole)
    output.append(UInt8(ascii: "."))
    output.append(UInt8(ascii: "0") + UInt8(rest / 100))
    output.append(twoDigits: Int(rest % 100))
  }
}
