import Locks

/// A value that several tasks of a test change.
final class Guarded<Value: Sendable>: Sendable {
  private let stored: Mutex<Value>

  init(_ value: Value) { stored = Mutex(value) }

  /// The value now.
  var value: Value { stored.withLock { $0 } }

  /// Changes it.
  func change<Result: Sendable>(_ body: (inout Value) -> Result) -> Result {
    stored.withLock { body(&$0) }
  }
}
