package import Resilience

/// The breakers of some connections, taken together.
package struct RedisBreaker: Sendable, Hashable {
  /// The worst of their states.
  package private(set) var state = CircuitBreaker.State.closed
  /// The most failures in a row, and how often they have opened together.
  package private(set) var failureCount = 0
  package private(set) var openedCount = 0

  /// Of no connection.
  package init() {}

  /// Takes one more in.
  mutating func add(_ state: CircuitBreaker.State, failures: Int, openings: Int) {
    switch (self.state, state) {
    case (.open, _), (.halfOpen, .closed): break
    default: self.state = state
    }
    failureCount = max(failureCount, failures)
    openedCount += openings
  }

  /// Takes those of others in.
  mutating func add(_ other: RedisBreaker) {
    add(other.state, failures: other.failureCount, openings: other.openedCount)
  }
}
