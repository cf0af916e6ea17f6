/// What bounds the state that one process keeps.
package struct LocalStateLimits: Sendable, Hashable {
  /// Keys at once.
  package var keysMax = 100_000
  /// Bytes of all keys and values together.
  package var bytesMax = 64 << 20
  /// Subscriptions at once.
  package var subscriptionsMax = 10_000
  /// Events that may wait for one subscriber; past it the subscriber is told that it misses some.
  package var waitingEventsMax = 1024

  /// The usual limits.
  package init() {}
}
