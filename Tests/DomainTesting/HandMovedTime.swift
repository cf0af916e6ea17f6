import Locks

/// A wall clock that a test moves, in seconds since 1970.
package final class HandMovedTime: Sendable {
  private let seconds: Mutex<Int64>

  /// A clock that stands at a moment.
  package init(_ seconds: Int64 = 1_800_000_000) { self.seconds = Mutex(seconds) }

  /// The moment that it shows.
  package var now: Int64 { seconds.withLock { $0 } }

  /// Moves it forward.
  package func advance(_ seconds: Int64) { self.seconds.withLock { $0 += seconds } }
}
