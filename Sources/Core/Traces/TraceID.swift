/// Sixteen bytes that name a trace, never all zero (W3C Trace Context §3.2.2.3).
package struct TraceID: Sendable, Hashable {
  /// The bytes as two words, the first byte on top of the first word.
  package let high: UInt64
  package let low: UInt64

  /// The id of these bytes; nil when all are zero.
  package init?(high: UInt64, low: UInt64) {
    guard high | low != 0 else { return nil }
    self.high = high
    self.low = low
  }

  /// No trace, which is never written anywhere.
  static var none: TraceID { TraceID() }

  private init() {
    high = 0
    low = 0
  }

  /// The id as 32 hexadecimal digits in lower case.
  package var text: String { HexWord.text(high) + HexWord.text(low) }
}
