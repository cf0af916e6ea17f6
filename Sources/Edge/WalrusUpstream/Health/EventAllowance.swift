/// How many lines a source of events may write: so many at once, and so many a minute after that.
///
/// What was left out is counted, to be told with the next line.
struct EventAllowance: Sendable {
  private let burst: Double
  private let perMinute: Double
  private var left: Double
  private var seenAt: Duration
  private var omittedCount = 0

  /// An allowance of which nothing is used.
  init(burst: Int = 30, perMinute: Int = 30, at now: Duration) {
    self.burst = Double(burst)
    self.perMinute = Double(perMinute)
    left = self.burst
    seenAt = now
  }

  /// Takes a line; gives the number of those that were left out before it, or nil when there is none.
  mutating func take(at now: Duration) -> Int? {
    left = min(burst, left + max((now - seenAt) / .seconds(60), 0) * perMinute)
    seenAt = now
    guard left >= 1 else {
      omittedCount += 1
      return nil
    }
    left -= 1
    defer { omittedCount = 0 }
    return omittedCount
  }
}
