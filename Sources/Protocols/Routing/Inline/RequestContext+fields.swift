internal import Bytes

extension RequestContext {
  /// Appends the field lines that every response carries, each with its CRLF: `Date`,
  /// `Strict-Transport-Security` where TLS ends in front of the server, `X-Request-ID`, `X-Response-Time` and `Server-Timing` (milliseconds since the head was
  /// complete), and `Connection: close` when the connection ends here.
  ///
  /// What the request's admission has to say follows. Needs at most 366 bytes, and
  /// `admittedLinesMax` for that.
  package func writeCommonFields(to output: inout OutputSpan<UInt8>) {
    unsafe opening.write(to: &output)
    output.append(bytes: id)
    unsafe measuredNanoseconds = clock() &- startNanoseconds
    unsafe headNanoseconds = measuredNanoseconds
    unsafe timing.append(microseconds: measuredNanoseconds / 1000, to: &output)
    if unsafe closesConnection {
      output.append("Connection: close\r\n")
    } else if unsafe announcesKeepAlive {
      output.append("Connection: keep-alive\r\n")
    }
    if admittedLines.count > 0 { output.append(bytes: admittedLines) }
  }
}
