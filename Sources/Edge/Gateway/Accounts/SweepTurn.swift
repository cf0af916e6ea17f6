internal import Locks

/// One piece of asynchronous work at a time, begun by a timer: a turn that finds the last one still
/// under way does nothing.
final class SweepTurn: Sendable {
  private struct State {
    var task: Task<Void, Never>?
    var isEnded = false
  }

  private let state = Mutex(State())

  /// Does the work unless it is being done.
  func take(_ work: @escaping @Sendable () async -> Void) {
    state.withLock { state in
      guard state.task == nil, !state.isEnded else { return }
      state.task = Task {
        await work()
        self.state.withLock { $0.task = nil }
      }
    }
  }

  /// Waits for what is under way; there is no turn afterwards.
  func end() async {
    let task = state.withLock { state in
      state.isEnded = true
      return state.task
    }
    task?.cancel()
    await task?.value
  }
}
