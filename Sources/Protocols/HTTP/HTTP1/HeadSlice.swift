/// A run of bytes in a head: offsets of 16 bits, because a head is at most 65,535 bytes.
struct HeadSlice: Sendable {
  var start: UInt16 = 0
  var end: UInt16 = 0

  init() {}

  init(_ range: Range<Int>) {
    start = UInt16(truncatingIfNeeded: range.lowerBound)
    end = UInt16(truncatingIfNeeded: range.upperBound)
  }

  var range: Range<Int> { Int(start)..<Int(end) }
  var isEmpty: Bool { start >= end }

  /// The same run after the bytes before it have become more or fewer.
  func moved(by distance: Int) -> HeadSlice {
    HeadSlice(Int(start) + distance..<Int(end) + distance)
  }

  @_lifetime(copy bytes)
  func of(_ bytes: Span<UInt8>) -> Span<UInt8> { bytes.extracting(range) }
}
