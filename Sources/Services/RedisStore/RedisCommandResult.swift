internal import SharedState

/// How a command has ended, in the order of the metric's label.
package enum RedisCommandResult: Int, CaseIterable, Sendable {
  /// The ways to end.
  case answered, refused, away, overloaded, timedOut

  /// The label of the metric.
  package var label: String {
    switch self {
    case .answered: "answered"
    case .refused: "refused"
    case .away: "away"
    case .overloaded: "overloaded"
    case .timedOut: "timed_out"
    }
  }

  init(_ failure: SharedStateFailure) {
    self =
      switch failure {
      case .away: .away
      case .overloaded: .overloaded
      case .timedOut: .timedOut
      case .refused: .refused
      }
  }
}
