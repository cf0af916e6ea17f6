import Locks

/// The signals received so far, and the tasks that wait for the first, the second, ….
final class SignalHistory: Sendable {
  private struct State {
    var signals: [Int32] = []
    var waiters: [(ordinal: Int, first: FirstValue<Int32>)] = []
  }

  /// Signals beyond this many are not kept; nobody waits for the hundredth.
  private static let countMax = 100
  private let state = Mutex(State())

  /// How many signals came.
  var count: Int { state.withLock { $0.signals.count } }

  /// Keeps a signal and wakes those who waited for it.
  func deliver(_ signal: Int32) {
    let woken = state.withLock { state in
      if state.signals.count < Self.countMax { state.signals.append(signal) }
      let count = state.signals.count
      let woken = state.waiters.filter { $0.ordinal <= count }
      state.waiters.removeAll { $0.ordinal <= count }
      return woken
    }
    for waiter in woken { waiter.first.settle(signal) }
  }

  /// Waits until so many signals have come and returns that one; nil when cancelled.
  func received(_ ordinal: Int) async -> Int32? {
    precondition(ordinal >= 1)
    let first = FirstValue<Int32>()
    let past = state.withLock { state -> Int32? in
      if state.signals.count >= ordinal { return state.signals[ordinal - 1] }
      state.waiters.append((ordinal, first))
      return nil
    }
    if let past { return past }
    let signal = await first.value()
    state.withLock { $0.waiters.removeAll { $0.first === first } }
    return signal
  }
}
