internal import Resilience

/// Whether an endpoint is asked, as the log tells it.
struct EndpointStanding: Hashable, Sendable, CustomStringConvertible {
  let breaker: CircuitBreaker.State
  let isEjected: Bool

  /// Of an endpoint that is asked.
  static let closed = EndpointStanding(breaker: .closed, isEjected: false)

  /// The breaker's state, and whether it is ejected as well.
  var description: String {
    guard isEjected else { return breaker.rawValue }
    return breaker == .closed ? "ejected" : "\(breaker.rawValue), ejected"
  }
}
