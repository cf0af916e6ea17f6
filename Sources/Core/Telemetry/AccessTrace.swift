/// The trace of a request and its span there, as words whose first byte is on top.
@usableFromInline package struct AccessTrace: Sendable {
  @usableFromInline let traceHigh: UInt64
  @usableFromInline let traceLow: UInt64
  @usableFromInline let span: UInt64

  /// The trace of these words.
  @inlinable package init(traceHigh: UInt64, traceLow: UInt64, span: UInt64) {
    self.traceHigh = traceHigh
    self.traceLow = traceLow
    self.span = span
  }
}
