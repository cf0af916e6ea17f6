/// The groups of an IPv6 address while its text is read, and where some were left out.
struct IPv6Groups {
  private var groups = InlineArray<8, UInt16>(repeating: 0)
  private var count = 0
  /// How many groups stand before the `::`; nil without one.
  private(set) var gap: Int?

  /// Adds a group; false when there are eight already.
  mutating func append(_ group: UInt16) -> Bool {
    guard count < 8 else { return false }
    groups[count] = group
    count += 1
    return true
  }

  /// The `::` stands here.
  mutating func leaveOut() { gap = count }

  /// The address; nil unless there are eight groups, or fewer and a gap for at least one.
  var halves: (high: UInt64, low: UInt64)? {
    guard gap == nil ? count == 8 : count < 8 else { return nil }
    let missing = 8 - count
    var words: (high: UInt64, low: UInt64) = (0, 0)
    for index in 0..<count {
      let place = gap.map { index < $0 ? index : index + missing } ?? index
      let value = UInt64(groups[index]) << UInt64(48 - 16 * (place & 3))
      if place < 4 { words.high |= value } else { words.low |= value }
    }
    return words
  }
}
