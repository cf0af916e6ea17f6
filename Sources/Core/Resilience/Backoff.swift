/// How long to wait before trying again: a random time under a bound that doubles, so that those
/// who failed together do not come back together ("full jitter").
package struct Backoff: Sendable, Hashable {
  /// The bound before the first retry.
  package var first: Duration
  /// The bound that is not exceeded.
  package var longest: Duration

  /// A backoff between two bounds.
  package init(first: Duration, longest: Duration) {
    self.first = first
    self.longest = longest
  }

  /// The bound before a retry; the first one is number 1.
  package func bound(beforeRetry number: Int) -> Duration {
    var bound = first
    for _ in 1..<max(number, 1) where bound < longest { bound *= 2 }
    return min(bound, longest)
  }

  /// The time to wait before a retry; the first one is number 1.
  package func delay(
    beforeRetry number: Int, using random: inout some RandomNumberGenerator
  ) -> Duration {
    bound(beforeRetry: number) * Double.random(in: 0...1, using: &random)
  }

  /// The time to wait before a retry, for who keeps no generator.
  package func delay(beforeRetry number: Int) -> Duration {
    var chance = Chance()
    return delay(beforeRetry: number, using: &chance)
  }
}
