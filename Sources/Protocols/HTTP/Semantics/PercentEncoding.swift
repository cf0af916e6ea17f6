import Bytes

/// Percent-encoding of URIs, strictly (RFC 3986 §2.1).
@usableFromInline package enum PercentEncoding {
  /// What may not come out of decoding, beyond malformed escapes.
  @usableFromInline package struct Refusals: OptionSet, Sendable {
    /// The bits.
    @usableFromInline package let rawValue: UInt8
    /// Makes a set from its bits.
    @usableFromInline package init(rawValue: UInt8) { self.rawValue = rawValue }
    /// `%2F`, `%5C` and a bare backslash.
    package static let separators = Refusals(rawValue: 1)
    /// Bytes below 0x20 and 0x7F.
    package static let controls = Refusals(rawValue: 2)
    /// What one path segment is decoded with.
    package static let segment: Refusals = [.separators, .controls]
  }

  /// Whether the bytes hold no escape, so that they are their own decoded form.
  package static func isPlain(_ source: Span<UInt8>) -> Bool {
    source.firstIndex(of: ASCII.percent) == nil
  }

  /// Appends `source` decoded once; `+` stays `+` unless `plusIsSpace`.
  ///
  /// Decoding is never repeated: `%2541` gives `%41`.
  package static func decode(
    _ source: Span<UInt8>, into output: inout OutputSpan<UInt8>, refusing refusals: Refusals,
    plusIsSpace: Bool = false
  ) throws(TargetFault) {
    var position = 0
    while position < source.count {
      var byte = source[position]
      let isEscaped = byte == ASCII.percent
      if isEscaped {
        guard position + 2 < source.count, let high = ASCII.hexValue(source[position + 1]),
          let low = ASCII.hexValue(source[position + 2])
        else { throw .malformedEscape }
        byte = high << 4 | low
        position += 2
      } else if plusIsSpace, byte == 0x2B {
        byte = ASCII.space
      }
      position += 1
      if refusals.contains(.separators) {
        if byte == ASCII.backslash || (isEscaped && byte == ASCII.slash) {
          throw .encodedSeparator
        }
      }
      if refusals.contains(.controls), byte < 0x20 || byte == 0x7F { throw .controlByte }
      if output.isFull { throw .tooLong }
      output.append(byte)
    }
  }
}
