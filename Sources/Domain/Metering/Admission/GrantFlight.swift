internal import Capabilities
internal import Locks

/// One look-up of a credential that is under way, and whoever waits for what it finds.
final class GrantFlight: Sendable {
  /// How it ended.
  enum Outcome: Sendable {
    case found(Grant?)
    case failed(any Error)
    /// Who looked has gone; it has to be looked up by somebody else.
    case abandoned
  }

  /// Callers that may wait at once.
  static let waitersMax = 8192

  private struct State {
    var outcome: Outcome?
    var waiters: [CheckedContinuation<Outcome, Never>] = []
  }

  /// How many changes there had been when it began: whoever comes after a change must not believe it.
  let changeCount: Int
  private let state = Mutex(State())

  /// A look-up that begins now.
  init(changeCount: Int) { self.changeCount = changeCount }

  /// Waits for its end; nil when too many wait already.
  func outcome() async -> Outcome? {
    if state.withLock({ $0.outcome == nil && $0.waiters.count >= Self.waitersMax }) { return nil }
    return await withCheckedContinuation { continuation in
      let outcome = state.withLock { state -> Outcome? in
        if state.outcome == nil { state.waiters.append(continuation) }
        return state.outcome
      }
      if let outcome { continuation.resume(returning: outcome) }
    }
  }

  /// Ends it.
  func end(_ outcome: Outcome) {
    let waiters = state.withLock { state in
      state.outcome = outcome
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume(returning: outcome) }
  }
}
