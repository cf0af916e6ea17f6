import Locks
import SharedState

/// A clock that stands still until a test moves it.
final class HandMovedClock: Sendable {
  private let time = Mutex(SharedTime(seconds: 1_800_000_000))

  var now: SharedTime { time.withLock { $0 } }

  func move(by duration: Duration) { time.withLock { $0 = $0 + duration } }
}
