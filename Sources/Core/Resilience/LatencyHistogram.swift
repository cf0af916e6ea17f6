/// Counts durations in buckets whose width grows with the duration: a quarter of an octave, from a
/// microsecond to two minutes. Old counts fade as new ones come.
struct LatencyHistogram: Sendable, Hashable {
  /// Counts after which all are halved.
  static let countMax = 1024
  /// The octave of the last buckets: 2^26 microseconds and more.
  private static let lastOctave = 26
  private static let bucketCount = (lastOctave - 1) * 4 + 4

  private var counts = [UInt16](repeating: 0, count: bucketCount)
  private var total = 0

  /// Counts a duration.
  mutating func record(microseconds: UInt64) {
    counts[Self.bucket(of: microseconds)] += 1
    total += 1
    guard total >= Self.countMax else { return }
    for index in counts.indices { counts[index] /= 2 }
    total = counts.reduce(0) { $0 + Int($1) }
  }

  /// The duration in microseconds that this share of the counts lies below; nil without counts.
  func percentile(_ share: Double) -> Double? {
    guard total > 0 else { return nil }
    let rank = min(max(share, 0), 1) * Double(total)
    var below = 0.0
    for (index, count) in counts.enumerated() where count > 0 {
      let count = Double(count)
      if below + count >= rank {
        let (start, width) = Self.bounds(of: index)
        return start + width * (rank - below) / count
      }
      below += count
    }
    return nil
  }

  private static func bucket(of value: UInt64) -> Int {
    guard value >= 4 else { return Int(value) }
    let octave = 63 - value.leadingZeroBitCount
    guard octave <= lastOctave else { return bucketCount - 1 }
    return (octave - 1) * 4 + Int(value >> UInt64(octave - 2) & 3)
  }

  private static func bounds(of index: Int) -> (start: Double, width: Double) {
    guard index >= 4 else { return (Double(index), 1) }
    let width = 1 << (index / 4 - 1)
    return (Double((4 + index % 4) * width), Double(width))
  }
}
