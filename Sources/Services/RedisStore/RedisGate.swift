internal import Locks
internal import SharedState

/// What callers on any thread know of a loop's connection before they go there: a server that is away
/// costs them one lock and no change of thread.
final class RedisGate: Sendable {
  private struct State {
    var isReady = false
    /// Since when there is no connection.
    var awaySince: SharedTime
    /// Whether an attempt to connect has failed since there was one.
    var isGivenUp = false
    var underWayCount = 0
  }

  private let state: Mutex<State>
  private let underWayMax: Int

  init(underWayMax: Int, now: SharedTime) {
    self.underWayMax = underWayMax
    state = Mutex(State(awaySince: now))
  }

  /// Lets a command pass, or says why not. Whoever passes calls `leave()` once.
  func enter() -> SharedStateFailure? {
    state.withLock { state in
      if state.isGivenUp { return .away }
      guard state.underWayCount < underWayMax else { return .overloaded }
      state.underWayCount += 1
      return nil
    }
  }

  /// A command that passed has ended.
  func leave() { state.withLock { $0.underWayCount -= 1 } }

  /// Notes whether a connection stands, and if not, whether one is expected at any moment.
  func set(isReady: Bool, isGivenUp: Bool, now: SharedTime) {
    state.withLock { state in
      if state.isReady, !isReady { state.awaySince = now }
      state.isReady = isReady
      state.isGivenUp = isGivenUp && !isReady
    }
  }

  /// Since when there is no connection; nil while there is one.
  var awaySince: SharedTime? { state.withLock { $0.isReady ? nil : $0.awaySince } }
}
