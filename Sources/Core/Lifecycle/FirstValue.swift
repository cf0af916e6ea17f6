import Locks

/// A place where several tasks race to leave a value; the first one counts, and one task
/// waits for it.
final class FirstValue<Value: Sendable>: Sendable {
  private enum State {
    case empty
    case awaited(CheckedContinuation<Value?, Never>)
    case settled(Value?)
  }

  private let state = Mutex<State>(.empty)

  /// Leaves a value; returns whether it was the first. Nil stands for giving up.
  @discardableResult
  func settle(_ value: Value?) -> Bool {
    let (isFirst, waiter) = state.withLock { state in
      switch state {
      case .settled: return (false, CheckedContinuation<Value?, Never>?.none)
      case .empty:
        state = .settled(value)
        return (true, nil)
      case .awaited(let continuation):
        state = .settled(value)
        return (true, continuation)
      }
    }
    waiter?.resume(returning: value)
    return isFirst
  }

  /// Waits for the value; nil when everybody gave up or this task was cancelled.
  func value() async -> Value? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let settled: Value?? = state.withLock { state in
          switch state {
          case .settled(let value): return .some(value)
          case .awaited: preconditionFailure("one task waits")
          case .empty:
            state = .awaited(continuation)
            return nil
          }
        }
        if let settled { continuation.resume(returning: settled) }
      }
    } onCancel: {
      settle(nil)
    }
  }
}
