internal import Locks

/// The meeting of a sleeper with whichever comes first, its timer or its cancellation.
final class SleepWait: Sendable {
  @safe private enum State {
    case fresh
    case waiting(UnsafeContinuation<Void, Never>)
    case finished
  }

  private let state = Mutex(State.fresh)

  /// Leaves the continuation to be resumed; false, and resumed at once, if already finished.
  func arm(_ continuation: UnsafeContinuation<Void, Never>) -> Bool {
    let isArmed = state.withLock { state in
      guard case .fresh = state else { return false }
      unsafe state = .waiting(continuation)
      return true
    }
    if !isArmed { unsafe continuation.resume() }
    return isArmed
  }

  /// Resumes the sleeper, once.
  func finish() {
    let waiting = unsafe state.withLock { state -> UnsafeContinuation<Void, Never>? in
      defer { state = .finished }
      if case .waiting(let continuation) = state { return unsafe continuation }
      return nil
    }
    unsafe waiting?.resume()
  }
}
