internal import Bytes

extension RequestContext {
  /// Appends the field lines that every response carries, each with its CRLF: `Date`,
  /// `X-Request-ID`, `X-Response-Time` and `Server-Timing` (milliseconds since the head was
  /// complete), and `Connection: close` when the connection ends here.
  ///
  /// Needs at most 320 bytes.
  package func writeCommonFields(to output: inout OutputSpan<UInt8>) {
    output.append("Date: ")
    for index in date.indices { output.append(date[index]) }
    output.append("\r\nX-Request-ID: ")
    for index in 0..<idCount { output.append(id[index]) }
    let microseconds = (clock() &- startNanoseconds) / 1000
    output.append("\r\nX-Response-Time: ")
    Self.write(milliseconds: microseconds, to: &output)
    output.append("ms\r\nServer-Timing: floe;dur=")
    Self.write(milliseconds: microseconds, to: &output)
    output.append("\r\n")
    if closesConnection {
      output.append("Connection: close\r\n")
    } else if announcesKeepAlive {
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
