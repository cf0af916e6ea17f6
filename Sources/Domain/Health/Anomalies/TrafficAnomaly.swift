/// What may be strange about the requests of a second.
package enum TrafficAnomaly: String, CaseIterable, Hashable, Sendable {
  /// The share of requests that fail on our side.
  case errorRate = "error-rate"
  /// The mean time that requests take.
  case latency
}
