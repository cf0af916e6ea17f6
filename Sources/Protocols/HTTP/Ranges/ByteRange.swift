/// A run of bytes of a representation, from `first` to `last` inclusive as HTTP counts.
@usableFromInline package struct ByteRange: Equatable, Sendable {
  /// The position of the first byte.
  package let first: UInt64
  /// The position of the last byte, at least `first`.
  package let last: UInt64

  /// Makes a range; `last` must not precede `first`.
  package init(first: UInt64, last: UInt64) {
    precondition(first <= last, "a byte range is not empty")
    self.first = first
    self.last = last
  }

  /// Bytes in the range.
  package var count: UInt64 { last - first + 1 }

  /// Whether both overlap or meet without a gap.
  func touches(_ other: ByteRange) -> Bool {
    // `last` is below the size of a representation, so one more never overflows.
    first <= other.last + 1 && other.first <= last + 1
  }

  func union(_ other: ByteRange) -> ByteRange {
    ByteRange(first: min(first, other.first), last: max(last, other.last))
  }
}
