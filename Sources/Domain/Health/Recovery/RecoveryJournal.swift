internal import Locks

/// The latest steps that were taken, and how many of each kind.
package final class RecoveryJournal: Sendable {
  private struct State {
    var latest: [RecoveryRecord] = []
    var counts: [Int]
  }

  /// Steps that are remembered.
  private static let latestMax = 20

  private let state = Mutex(
    State(
      counts: Array(
        repeating: 0,
        count: RecoveryAction.allCases.count * RecoveryRecord.Outcome.allCases.count)))

  /// An empty journal.
  package init() {}

  /// Remembers a step.
  package func note(_ record: RecoveryRecord) {
    let series = Self.series(record.step.action, record.outcome)
    state.withLock { state in
      state.counts[series] += 1
      if state.latest.count >= Self.latestMax { state.latest.removeFirst() }
      state.latest.append(record)
    }
  }

  /// The latest steps, newest first.
  package var latest: [RecoveryRecord] { state.withLock { $0.latest.reversed() } }

  /// How many steps of one action have ended in one way.
  package func count(_ action: RecoveryAction, _ outcome: RecoveryRecord.Outcome) -> Int {
    state.withLock { $0.counts[Self.series(action, outcome)] }
  }

  /// How many steps there were, by the number of a series of `HealthMetrics`.
  func count(series: Int) -> Int { state.withLock { $0.counts[series] } }

  private static func series(_ action: RecoveryAction, _ outcome: RecoveryRecord.Outcome) -> Int {
    let row = RecoveryAction.allCases.firstIndex(of: action) ?? 0
    let column = RecoveryRecord.Outcome.allCases.firstIndex(of: outcome) ?? 0
    return row * RecoveryRecord.Outcome.allCases.count + column
  }
}
