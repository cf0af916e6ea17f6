/// A rate, and the generic cell rate algorithm (GCRA) that keeps it: a cell conforms when it comes
/// no earlier than its theoretical arrival time allows, less the tolerance of a burst.
///
/// The only state is the theoretical arrival time of the next cell. There is no window, so no edge of
/// a window where twice the rate could pass. Time is a parameter, in microseconds of one clock.
package struct CellRate: Sendable, Hashable {
  /// Microseconds between two cells of an even stream; at least 1.
  package let emissionInterval: Int64
  /// Cells that may come at once after a rest; at least 1.
  package let burst: Int

  /// A rate of one cell in so many microseconds, with so many at once.
  package init(emissionInterval: Int64, burst: Int) {
    precondition(emissionInterval >= 1 && burst >= 1)
    // A bucket that needs longer than ten years to fill is a mistake in a unit.
    let (tolerance, isTooLarge) = emissionInterval.multipliedReportingOverflow(by: Int64(burst))
    precondition(!isTooLarge && tolerance <= SharedStateBounds.expiryMax.wholeMicroseconds)
    self.emissionInterval = emissionInterval
    self.burst = burst
  }

  /// A rate of `count` cells in a period, all of them at once unless `burst` says fewer.
  ///
  /// The interval is rounded down to a microsecond: a rate gives no less than was promised.
  package init(_ count: Int, per period: Duration, burst: Int? = nil) {
    precondition(count >= 1)
    self.init(
      emissionInterval: max(1, period.wholeMicroseconds / Int64(count)), burst: burst ?? count)
  }

  /// Microseconds that a full burst is worth.
  package var tolerance: Int64 { emissionInterval * Int64(burst) }

  /// What is granted at a moment, and the theoretical arrival time that is to be kept.
  ///
  /// - Parameters:
  ///   - arrival: the theoretical arrival time that was kept; nil when nothing is known.
  ///   - now: the moment, by the same clock.
  ///   - wanted: cells wanted, at least `atLeast`.
  ///   - atLeast: cells without which none is of use, from 1 to the burst.
  /// - Returns: the grant, and the arrival time to keep, nil when it does not change.
  package func take(
    arrival: Int64?, now: Int64, wanted: Int, atLeast: Int
  ) -> (grant: RateGrant, arrival: Int64?) {
    // A clock that was set back must not lock anybody out for longer than an empty bucket does.
    let ahead = min(max((arrival ?? now) - now, 0), tolerance)
    let available = Int((tolerance - ahead) / emissionInterval)
    let granted = min(wanted, available)
    guard granted >= atLeast else {
      let wait = ahead + Int64(atLeast) * emissionInterval - tolerance
      return (
        RateGrant(
          granted: 0, remaining: available, retryAfter: .microseconds(wait),
          resetAfter: .microseconds(ahead)), nil
      )
    }
    let next = ahead + Int64(granted) * emissionInterval
    return (
      RateGrant(
        granted: granted, remaining: available - granted, retryAfter: .zero,
        resetAfter: .microseconds(next)), now + next
    )
  }
}
