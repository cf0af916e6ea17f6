internal import Resilience

/// How the standing of an endpoint has changed, and why.
struct EndpointChange: Hashable, Sendable {
  /// What it was seen at.
  enum Reason: Hashable, Sendable {
    /// A request was let through.
    case trial
    /// An attempt or a probe has ended.
    case verdict(EndpointVerdict, Int?)
    /// Its success rate is far below that of the others.
    case rate
  }

  let endpoint: Int
  let from: EndpointStanding
  let to: EndpointStanding
  let reason: Reason

  /// Why, in the words of the log.
  var why: String {
    switch reason {
    case .trial: "its time is over"
    case .verdict(.fault(let fault), let status):
      status.map { "\(fault.label), status \($0)" } ?? fault.label
    case .verdict(.good, _): "it answered well"
    case .verdict(.none, _): "an attempt told nothing"
    case .rate: "success rate below the pool's"
    }
  }

  /// Whether it is asked less than before.
  var isLoss: Bool {
    to.isEjected && !from.isEjected || to.breaker == .open
  }
}
