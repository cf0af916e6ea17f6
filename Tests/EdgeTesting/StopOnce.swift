internal import Locks

/// Says true to the first who asks.
final class StopOnce: Sendable {
  private let hasBeenAsked = Mutex(false)

  /// Whether somebody has asked.
  var hasBeenFirst: Bool { hasBeenAsked.withLock { $0 } }

  func isFirst() -> Bool {
    hasBeenAsked.withLock { asked in
      defer { asked = true }
      return !asked
    }
  }
}
