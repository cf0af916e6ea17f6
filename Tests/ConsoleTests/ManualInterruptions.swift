import Locks

@testable import Console

/// A user whose patience ends when the test says so.
final class ManualInterruptions: Sendable {
  private let count = Mutex(0)

  /// Presses Ctrl-C once more.
  func interrupt() { count.withLock { $0 += 1 } }

  /// What commands wait for.
  var interruptions: Interruptions {
    Interruptions { [self] ordinal in
      while count.withLock({ $0 }) < ordinal {
        if Task.isCancelled { return false }
        try? await Task.sleep(for: .milliseconds(2))
      }
      return true
    }
  }
}
