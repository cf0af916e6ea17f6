internal import JSON
internal import Resilience

/// The breaker of a dependency at one moment, for operators.
struct BreakerReport: Sendable {
  let name: String
  let limits: CircuitBreaker.Limits
  let state: CircuitBreaker.State
  var failureCount = 0
  var openedCount = 0
  /// How long it is until the next trial; nil unless it is open, and where that is not known.
  var recoversIn: Duration?
  /// Calls under way and calls that were refused; nil where they are counted elsewhere.
  var callCount: Int?
  var refusedCount: Int?

  /// The document; `seconds` is the time since 1970.
  func json(at seconds: Int64) -> JSONValue {
    [
      "dependency": .string(name), "state": .string(state.rawValue),
      "failures": .integer(Int64(failureCount)), "openings": .integer(Int64(openedCount)),
      "recoversAt": recoversIn.map { .integer(seconds + $0.components.seconds + 1) } ?? .null,
      "callsUnderWay": callCount.map { .integer(Int64($0)) } ?? .null,
      "callsRefused": refusedCount.map { .integer(Int64($0)) } ?? .null,
      "limits": [
        "failures": .integer(Int64(limits.failures)),
        "recoveryMilliseconds": .integer(Int64(limits.recovery / .milliseconds(1))),
        "successes": .integer(Int64(limits.successes)),
      ],
    ]
  }

  /// 0 closed, 1 half-open, 2 open.
  static func number(_ state: CircuitBreaker.State) -> Double {
    switch state {
    case .closed: 0
    case .halfOpen: 1
    case .open: 2
    }
  }
}
