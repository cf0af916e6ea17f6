import Bytes

/// Steps through the segments of a path that starts with a slash, still percent-encoded.
///
/// `/a//b/` has the segments `a`, ``, `b` and ``; `/` has one empty segment.
@usableFromInline package struct PathSegments: ~Escapable {
  /// The path.
  package let path: Span<UInt8>
  private var position: Int

  /// Makes an iterator before the first segment.
  @_lifetime(copy path)
  package init(_ path: Span<UInt8>) {
    self.path = path
    position = path.count > 0 && path[0] == ASCII.slash ? 1 : 0
  }

  /// The range of the next segment in the path, or `nil` after the last.
  package mutating func next() -> Range<Int>? {
    guard position <= path.count, path.count > 0 else { return nil }
    let end = path.firstIndex(of: ASCII.slash, from: position, upTo: path.count) ?? path.count
    let segment = position..<end
    position = end + 1
    return segment
  }

  /// Checks every segment as a strict server reads it: escapes are whole, nothing decodes to a
  /// separator or control byte, and no segment is `.` or `..` however it is spelled.
  package static func check(_ path: Span<UInt8>) throws(TargetFault) {
    var segments = PathSegments(path)
    while let segment = segments.next() {
      try checkSegment(path.extracting(segment))
    }
  }

  private static func checkSegment(_ segment: Span<UInt8>) throws(TargetFault) {
    var position = 0
    var byteCount = 0
    var isDots = true
    while position < segment.count {
      var byte = segment[position]
      position += 1
      if byte == ASCII.percent {
        guard position + 1 < segment.count, let high = ASCII.hexValue(segment[position]),
          let low = ASCII.hexValue(segment[position + 1])
        else { throw .malformedEscape }
        byte = high << 4 | low
        position += 2
        if byte == ASCII.slash { throw .encodedSeparator }
      }
      if byte == ASCII.backslash { throw .encodedSeparator }
      if byte < 0x20 || byte == 0x7F { throw .controlByte }
      byteCount += 1
      isDots = isDots && byte == ASCII.dot
    }
    if isDots, byteCount == 1 || byteCount == 2 { throw .dotSegment }
  }
}
