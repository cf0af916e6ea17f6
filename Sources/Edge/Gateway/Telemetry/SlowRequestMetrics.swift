internal import Telemetry

/// The count of slow requests, and from when on a request is one.
struct SlowRequestMetrics: Sendable {
  static let name = "http_slow_requests_total"

  let threshold: UInt64
  let count: Counter

  /// - Parameter thresholdNanoseconds: 0 turns it off.
  init(thresholdNanoseconds: UInt64, registry: inout MetricRegistry) {
    threshold = thresholdNanoseconds == 0 ? .max : thresholdNanoseconds
    count = registry.counter(
      Self.name, "Requests whose response began later than server.slow_request_threshold.")
  }
}
