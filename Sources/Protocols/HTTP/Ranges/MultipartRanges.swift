import Bytes

/// The framing of a multipart/byteranges response (RFC 9110 §14.6): what is printed before each
/// part and after the last, and exactly how long the content is.
@usableFromInline package struct MultipartRanges: ~Escapable {
  private let ranges: ByteRangeSet
  private let size: UInt64
  private let contentType: Span<UInt8>
  private let boundary: MultipartBoundary

  /// Describes the parts; an empty `contentType` leaves that field out of them.
  @_lifetime(copy contentType)
  package init(
    _ ranges: ByteRangeSet, size: UInt64, contentType: Span<UInt8>, boundary: MultipartBoundary
  ) {
    self.ranges = ranges
    self.size = size
    self.contentType = contentType
    self.boundary = boundary
  }

  /// The value of the response's Content-Type takes this many bytes.
  package static var contentTypeByteCount: Int { 31 + MultipartBoundary.byteCount }

  /// Appends the value of the response's Content-Type. Traps when it does not fit.
  package func printContentType(into output: inout OutputSpan<UInt8>) {
    output.append("multipart/byteranges; boundary=")
    boundary.print(into: &output)
  }

  /// Bytes of the whole content: parts, what stands before each and what ends them.
  package var byteCount: UInt64 {
    var sum = ranges.byteCount + UInt64(endByteCount)
    for index in 0..<ranges.count { sum += UInt64(headByteCount(of: index)) }
    return sum
  }

  /// Bytes printed before part `index`.
  package func headByteCount(of index: Int) -> Int {
    let range = ranges[index]
    var count = index == 0 ? 0 : 2
    count += 2 + MultipartBoundary.byteCount + 2
    if contentType.count > 0 { count += 14 + contentType.count + 2 }
    count += 21 + DecimalDigits.count(of: range.first) + 1 + DecimalDigits.count(of: range.last)
    return count + 1 + DecimalDigits.count(of: size) + 4
  }

  /// Appends what stands before part `index`. Traps when it does not fit.
  package func printHead(of index: Int, into output: inout OutputSpan<UInt8>) {
    if index > 0 { output.append("\r\n") }
    output.append("--")
    boundary.print(into: &output)
    output.append("\r\n")
    if contentType.count > 0 {
      output.append("Content-Type: ")
      output.append(bytes: contentType)
      output.append("\r\n")
    }
    output.append("Content-Range: ")
    ContentRange.print(ranges[index], size: size, into: &output)
    output.append("\r\n\r\n")
  }

  /// Bytes printed after the last part.
  package var endByteCount: Int { 2 + 2 + MultipartBoundary.byteCount + 2 + 2 }

  /// Appends what ends the content. Traps when it does not fit.
  package func printEnd(into output: inout OutputSpan<UInt8>) {
    output.append("\r\n--")
    boundary.print(into: &output)
    output.append("--\r\n")
  }
}
