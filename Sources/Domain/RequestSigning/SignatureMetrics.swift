package import Telemetry

/// The metrics of signed requests.
package struct SignatureMetrics: Sendable {
  /// Requests for sensitive routes, by `SignatureEvent`.
  package let signatures: Counter

  /// Declares the metrics.
  package init(in registry: inout MetricRegistry) {
    signatures = registry.counter(
      "request_signatures_total", "Signatures of requests for sensitive routes.",
      .each("result", SignatureEvent.allCases.map(\.label)))
  }
}
