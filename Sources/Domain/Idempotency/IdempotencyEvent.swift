/// What happened to a request that carries an idempotency key.
package enum IdempotencyEvent: Int, CaseIterable, Sendable {
  case carriedOut
  case replayed
  case refused
  case inProgress
  case reused
  case notKept

  /// The label of its metric.
  package var label: String {
    switch self {
    case .carriedOut: "carried_out"
    case .replayed: "replayed"
    case .refused: "refused"
    case .inProgress: "in_progress"
    case .reused: "reused"
    case .notKept: "not_kept"
    }
  }
}
