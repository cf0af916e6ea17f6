/// Lets through one line in a while of something that may happen very often.
package struct LinePacing: Sendable {
  /// Nanoseconds between two lines.
  private let interval: UInt64
  private var opensAt: UInt64 = 0
  private var heldBackCount = 0

  /// At most one line in so many nanoseconds.
  package init(everyNanoseconds interval: UInt64) { self.interval = interval }

  /// Whether a line may be written now: how many were held back since the last one, or nil when this
  /// one is held back too.
  ///
  /// - Parameter now: nanoseconds of the monotonic clock.
  package mutating func next(at now: UInt64) -> Int? {
    guard now >= opensAt else {
      heldBackCount += 1
      return nil
    }
    defer { heldBackCount = 0 }
    opensAt = now + interval
    return heldBackCount
  }
}
