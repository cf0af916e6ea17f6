import Bytes

/// The satisfiable ranges of a request, clipped, coalesced and in the order asked for.
///
/// At most 16, in place: nothing is allocated for them.
@usableFromInline package struct ByteRangeSet: Sendable {
  /// How many ranges are kept apart; a request for more is answered with the whole.
  package static let countMax = 16

  private var ranges = InlineArray<16, ByteRange>(repeating: ByteRange(first: 0, last: 0))
  /// The number of ranges, at least one in a satisfiable set.
  package private(set) var count = 0

  init() {}

  /// The range at `index`, in the order asked for.
  package subscript(index: Int) -> ByteRange {
    precondition(index < count, "no such range")
    return ranges[index]
  }

  /// Bytes in all ranges together.
  package var byteCount: UInt64 {
    var sum: UInt64 = 0
    for index in 0..<count { sum += ranges[index].count }
    return sum
  }

  /// Adds a range, merged with those it overlaps or meets; false when there are too many.
  mutating func insert(_ range: ByteRange) -> Bool {
    var merged = range
    var place = count
    var index = 0
    while index < count {
      if ranges[index].touches(merged) {
        // Growing may make it touch ranges that were passed, so start over.
        merged = merged.union(ranges[index])
        place = min(place, index)
        remove(at: index)
        index = 0
      } else {
        index += 1
      }
    }
    guard count < Self.countMax else { return false }
    place = min(place, count)
    var slot = count
    while slot > place {
      ranges[slot] = ranges[slot - 1]
      slot -= 1
    }
    ranges[place] = merged
    count += 1
    return true
  }

  private mutating func remove(at index: Int) {
    for slot in index..<(count - 1) { ranges[slot] = ranges[slot + 1] }
    count -= 1
  }
}
