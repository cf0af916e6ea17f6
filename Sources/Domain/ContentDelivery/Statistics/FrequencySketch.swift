/// Estimates how often each of any number of keys was counted, in a fixed amount of memory: a
/// count-min sketch (Cormode and Muthukrishnan, 2005) with conservative update.
///
/// An estimate is never too low. Of `n` counts it is too high by more than `e·n/width` for one key
/// in about fifty, and the update of the smallest counters alone keeps it well below that.
struct FrequencySketch {
  private static let rows = 4
  private let width: Int
  private var counters: [UInt32]

  /// An empty sketch; `width` is a power of two.
  init(width: Int = 4096) {
    precondition(width > 0 && width & (width - 1) == 0)
    self.width = width
    counters = [UInt32](repeating: 0, count: Self.rows * width)
  }

  /// Counts a key by its hash. A counter that is full stays so.
  mutating func add(_ hash: UInt64, _ amount: UInt32) {
    let (sum, overflows) = estimate(hash).addingReportingOverflow(amount)
    let target = overflows ? UInt32.max : sum
    for row in 0..<Self.rows {
      let place = place(hash, row)
      if counters[place] < target { counters[place] = target }
    }
  }

  /// How often a key was counted, or more.
  func estimate(_ hash: UInt64) -> UInt32 {
    var least = UInt32.max
    for row in 0..<Self.rows { least = min(least, counters[place(hash, row)]) }
    return least
  }

  /// Two halves of one hash give as many as are needed (Kirsch and Mitzenmacher, 2006).
  private func place(_ hash: UInt64, _ row: Int) -> Int {
    let step = hash >> 32 | 1
    return row * width + Int((hash &+ UInt64(row) &* step) & UInt64(width - 1))
  }
}
