/// Eight bytes that name a span of a trace, never all zero (W3C Trace Context §3.2.2.4).
package struct SpanID: Sendable, Hashable {
  /// The bytes as a word, the first byte on top.
  package let word: UInt64

  /// The id of these bytes; nil when all are zero.
  package init?(_ word: UInt64) {
    guard word != 0 else { return nil }
    self.word = word
  }

  /// No span, which is never written anywhere.
  static var none: SpanID { SpanID() }

  private init() { word = 0 }

  /// The id as 16 hexadecimal digits in lower case.
  package var text: String { HexWord.text(word) }
}
