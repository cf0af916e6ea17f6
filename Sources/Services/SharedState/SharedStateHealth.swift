/// How shared state is: what `/health` and the metrics tell.
package struct SharedStateHealth: Sendable, Hashable {
  /// Where the state is, and whether it can be reached.
  package enum State: Sendable, Hashable {
    /// In this process, by intention: nothing to reach.
    case local
    /// On a server that answers.
    case connected
    /// On a server that cannot be reached since that moment; limits are local meanwhile.
    case away(since: SharedTime)
  }

  /// Where it is, and whether it can be reached.
  package var state: State
  /// The usual time from a command to its reply; nil before the first.
  package var latency: Duration?
  /// How often a connection was made again after one was lost.
  package var reconnectCount: Int
  /// Commands that failed because the server was away, slow, or had too much in hand.
  package var droppedCount: Int

  /// A report.
  package init(
    state: State, latency: Duration? = nil, reconnectCount: Int = 0, droppedCount: Int = 0
  ) {
    self.state = state
    self.latency = latency
    self.reconnectCount = reconnectCount
    self.droppedCount = droppedCount
  }

  /// Whether limits hold for all edges together, or for one edge because there is only one.
  package var isShared: Bool {
    if case .away = state { false } else { true }
  }
}
