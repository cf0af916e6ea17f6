internal import Synchronization

/// A limit of requests in any minute, kept by the generic cell rate algorithm: its only state is the
/// theoretical arrival time of the next request, one word that all cores move by compare-and-swap.
///
/// There is no window, so no edge of a window where twice the number could pass. Times are
/// nanoseconds of one monotonic clock.
struct RateCell: ~Copyable {
  /// The period that rates are given for, in nanoseconds.
  static let period: Int64 = 60_000_000_000

  private let arrival = Atomic<Int64>(0)

  /// The time between two requests of an even stream of so many a minute, at least 1.
  static func interval(_ count: Int64) -> Int64 { max(1, period / max(count, 1)) }

  /// Takes one request; false when it comes too early, and then nothing changes.
  ///
  /// - Parameters:
  ///   - count: requests in a minute, all of which may come at once after a rest; 0 lets none pass.
  func take(_ count: Int64, at now: Int64) -> Bool {
    let interval = Self.interval(count)
    // A whole burst; the interval is rounded down, so this is never more than a minute.
    let tolerance = count <= 0 ? 0 : interval * min(count, Self.period)
    var seen = arrival.load(ordering: .relaxed)
    while true {
      // A limit that was narrowed leaves an arrival time behind that lies further than a burst.
      let ahead = min(max(seen - now, 0), Self.period)
      guard ahead + interval <= tolerance else { return false }
      let (exchanged, original) = arrival.weakCompareExchange(
        expected: seen, desired: now + ahead + interval, ordering: .relaxed)
      if exchanged { return true }
      seen = original
    }
  }

  /// Gives back what was taken and not used.
  func giveBack(_ count: Int64) {
    arrival.wrappingSubtract(Self.interval(count), ordering: .relaxed)
  }

  /// Requests that may come at once now, and the nanoseconds until there is one more.
  func left(of count: Int64, at now: Int64) -> (remaining: Int64, wait: Int64) {
    let interval = Self.interval(count)
    let tolerance = count <= 0 ? 0 : interval * min(count, Self.period)
    let ahead = min(max(arrival.load(ordering: .relaxed) - now, 0), Self.period)
    let remaining = max(0, (tolerance - ahead) / interval)
    guard remaining < count else { return (remaining, 0) }
    return (remaining, max(0, ahead - (tolerance - (remaining + 1) * interval)))
  }
}
