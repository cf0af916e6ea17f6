internal import JSON
package import Lifecycle

/// What is told of the edge's health, to anybody and to operators.
package struct HealthReport: Sendable {
  /// Whether requests are welcome, and the state of every part.
  package let readiness: Readiness
  package let board: HealthBoard
  package let journal: RecoveryJournal
  /// The version of the program, and its start in seconds since 1970.
  package let version: String
  package let startedAt: Int64

  /// A report that is made anew each time it is asked for.
  package init(
    readiness: Readiness, board: HealthBoard, journal: RecoveryJournal, version: String,
    startedAt: Int64
  ) {
    self.readiness = readiness
    self.board = board
    self.journal = journal
    self.version = version
    self.startedAt = startedAt
  }

  /// Whether requests are welcome: not before the start is over, not while the edge stops, and not
  /// while something has failed that requests need.
  package var isReady: Bool { readiness.isReady && board.isServing }

  /// One word for the whole.
  package var status: String {
    switch readiness.state {
    case .starting: "starting"
    case .stopping: "stopping"
    case .ready: board.overall.rawValue
    }
  }

  /// The names of the components that have failed and that requests need.
  package var failedNames: [String] {
    board.all.filter { $0.isRequired && $0.state == .failed }.map(\.component.rawValue)
  }

  /// Every component's state by its name, without anything that tells where it is.
  var states: JSONValue {
    .object(board.all.map { .init($0.component.rawValue, .string($0.state.rawValue)) })
  }

  /// Every component with what is known of it; `seconds` is the time since 1970.
  func components(at seconds: Int64) -> JSONValue {
    let now = board.instant
    return .array(
      board.all.map { component in
        [
          "name": .string(component.component.rawValue),
          "state": .string(component.state.rawValue), "required": .bool(component.isRequired),
          "since": .integer(seconds - (now - component.since).components.seconds),
          "reason": component.reason.map { .string($0) } ?? .null,
          "latencyMicroseconds": component.latency.map {
            .integer(Int64($0 / .microseconds(1)))
          } ?? .null,
          "observedAt": component.observedAt.map {
            .integer(seconds - (now - $0).components.seconds)
          } ?? .null,
        ]
      })
  }

  /// The latest steps that were taken, newest first.
  var recovery: JSONValue {
    .array(
      journal.latest.map { record in
        [
          "action": .string(record.step.action.rawValue),
          "component": .string(record.step.component.rawValue),
          "outcome": .string(record.outcome.rawValue), "note": .string(record.note),
          "at": .integer(record.at),
        ]
      })
  }
}
