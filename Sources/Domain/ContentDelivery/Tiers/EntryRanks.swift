/// Rank and frequency of entries, eight bytes each, in segments that are added as indices grow.
struct EntryRanks {
  /// The bits of a rank: it wraps around, and only distances count.
  static let rankMask: UInt64 = 1 << 56 - 1
  /// The most that a frequency grows to, so that what was popular once does not stay for ever.
  static let frequencyMax = 63

  private static let segmentShift = 10
  private static let segmentCount = 1 << segmentShift

  private var segments: [[UInt64]] = []

  /// The rank of an entry.
  func rank(of index: ContentEntry.Index) -> UInt64 { word(index) & Self.rankMask }

  /// The frequency of an entry.
  func frequency(of index: ContentEntry.Index) -> Int { Int(word(index) >> 56) }

  /// Sets both.
  mutating func set(_ rank: UInt64, frequency: Int, of index: ContentEntry.Index) {
    let segment = Int(index) >> Self.segmentShift
    while segment >= segments.count {
      segments.append([UInt64](repeating: 0, count: Self.segmentCount))
    }
    segments[segment][Int(index) & (Self.segmentCount - 1)] =
      UInt64(frequency) << 56 | rank & Self.rankMask
  }

  private func word(_ index: ContentEntry.Index) -> UInt64 {
    segments[Int(index) >> Self.segmentShift][Int(index) & (Self.segmentCount - 1)]
  }
}
