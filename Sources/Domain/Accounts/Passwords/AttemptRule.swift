/// What failures to sign in lead to: some are free, then each attempt is followed by twice the delay,
/// then by a lock.
package struct AttemptRule: Hashable, Sendable {
  /// Attempts without any delay.
  package let free: Int
  /// The attempt from which on a lock follows.
  package let locking: Int
  /// How long attempts are remembered, counted from the first.
  package let memory: Duration
  /// How long a lock lasts.
  package let lock: Duration

  /// A rule.
  package init(free: Int, locking: Int, memory: Duration, lock: Duration) {
    precondition(free > 0 && locking > free)
    self.free = free
    self.locking = locking
    self.memory = memory
    self.lock = lock
  }

  /// How long nobody may try after the attempt of this number, counted from 1; nil for not at all.
  package func delay(afterAttempt number: Int64) -> Duration? {
    guard number > free else { return nil }
    guard number < locking else { return lock }
    let doublings = min(number - Int64(free) - 1, 20)
    return min(.seconds(1 << doublings), lock)
  }
}
