import Locks

/// A clock that stands until it is moved.
final class HandClock: Sendable {
  private let now = Mutex<Int64>(1_800_000_000)

  /// Seconds since 1970.
  var seconds: Int64 { now.withLock { $0 } }

  /// Moves it on.
  func advance(_ seconds: Int64) { now.withLock { $0 += seconds } }
}
