internal import Bytes

/// What a `traceparent` field says: the trace, the caller's span, and whether the caller may have
/// recorded it (W3C Trace Context §3.2).
package struct TraceParent: Sendable, Hashable {
  /// Bytes of version 00: two digits, 32, 16 and two, with a hyphen between each.
  package static let textCount = 55

  /// The trace, the span that asks, and whether it is recorded there.
  package let traceID: TraceID
  package let spanID: SpanID
  package let isSampled: Bool

  /// A parent of these parts.
  package init(traceID: TraceID, spanID: SpanID, isSampled: Bool) {
    self.traceID = traceID
    self.spanID = spanID
    self.isSampled = isSampled
  }

  /// Reads the value of a field, in place and without allocating; nil for anything that the rules do
  /// not allow, which is treated as if there were none (§4.3).
  ///
  /// A version after 00 may add something behind another hyphen; what it adds is left out.
  package init?(_ bytes: Span<UInt8>) {
    guard bytes.count >= Self.textCount, let version = HexWord.parse(bytes, at: 0, count: 2),
      version != 0xff
    else { return nil }
    let hasEnd =
      bytes.count == Self.textCount || (version > 0 && bytes[Self.textCount] == UInt8(ascii: "-"))
    guard hasEnd, bytes[2] == UInt8(ascii: "-"), bytes[35] == UInt8(ascii: "-"),
      bytes[52] == UInt8(ascii: "-"), let high = HexWord.parse(bytes, at: 3),
      let low = HexWord.parse(bytes, at: 19), let traceID = TraceID(high: high, low: low),
      let span = HexWord.parse(bytes, at: 36), let spanID = SpanID(span),
      let flags = HexWord.parse(bytes, at: 53, count: 2)
    else { return nil }
    self.init(traceID: traceID, spanID: spanID, isSampled: flags & 1 == 1)
  }

  /// The value of a field of version 00.
  package var text: String { "00-\(traceID.text)-\(spanID.text)-\(isSampled ? "01" : "00")" }
}
