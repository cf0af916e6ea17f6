internal import Locks

/// One piece of asynchronous work at a time, whose end everybody waits for who wanted the same.
final class SharedFlight: Sendable {
  /// Callers that may wait at once.
  static let waitersMax = 4096

  private struct State {
    var isUnderWay = false
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  /// Runs the work, or waits until the same work of another caller is over.
  ///
  /// - Returns: false when too many wait already, and nothing was done.
  func run(_ work: () async -> Void) async -> Bool {
    let (isOurs, isFull) = state.withLock { state in
      if !state.isUnderWay {
        state.isUnderWay = true
        return (true, false)
      }
      return (false, state.waiters.count >= Self.waitersMax)
    }
    if isFull { return false }
    guard isOurs else {
      await waitForEnd()
      return true
    }
    await work()
    let waiters = state.withLock { state in
      defer {
        state.isUnderWay = false
        state.waiters = []
      }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
    return true
  }

  private func waitForEnd() async {
    await withCheckedContinuation { continuation in
      let isOver = state.withLock { state in
        if state.isUnderWay { state.waiters.append(continuation) }
        return !state.isUnderWay
      }
      if isOver { continuation.resume() }
    }
  }
}
