import Capabilities
import Locks

/// Runs work on the spot and counts it.
final class CountingOffload: Offload {
  private let counter = Mutex(0)

  func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async throws -> Value {
    counter.withLock { $0 += 1 }
    return work()
  }

  func submit(_ work: @escaping @Sendable () -> Void) -> Bool {
    work()
    return true
  }

  /// Pieces of work so far.
  var count: Int { counter.withLock { $0 } }
}
