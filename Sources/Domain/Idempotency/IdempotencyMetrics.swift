package import Telemetry

/// The metrics of requests that carry an idempotency key.
package struct IdempotencyMetrics: Sendable {
  /// What happened to them, by `IdempotencyEvent`.
  package let requests: Counter

  /// Declares the metrics.
  package init(in registry: inout MetricRegistry) {
    requests = registry.counter(
      "idempotent_requests_total", "What happened to requests with an Idempotency-Key.",
      .each("event", IdempotencyEvent.allCases.map(\.label)))
  }
}
