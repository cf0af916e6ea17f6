internal import Locks
internal import Resilience
internal import SharedState

/// What a store counts, for health and metrics.
final class RedisTally: Sendable {
  private struct State {
    var counts = RedisCounts()
    var latency: LatencyTracker = LatencyTracker()
  }

  private let state = Mutex(State())

  /// The numbers of this moment.
  var counts: RedisCounts {
    state.withLock { state in
      var counts = state.counts
      counts.latency = state.latency.average
      return counts
    }
  }

  /// A command was answered after a time.
  func answered(_ result: RedisCommandResult, after latency: Duration) {
    state.withLock { state in
      state.counts.commands[result.rawValue] += 1
      state.latency.follow(latency)
    }
  }

  /// A command has failed.
  func failed(_ failure: SharedStateFailure) {
    state.withLock { $0.counts.commands[RedisCommandResult(failure).rawValue] += 1 }
  }

  /// A connection stands again that had been lost.
  func reconnected() { state.withLock { $0.counts.reconnectCount += 1 } }
}
