package import Telemetry

/// The metrics of plans and invoices.
package struct BillingMetrics: Sendable {
  /// Invoices that this edge made.
  package let invoices: Counter

  /// Declares the metrics.
  package init(in registry: inout MetricRegistry) {
    invoices = registry.counter(
      "billing_invoices_total", "Invoices that this edge has made.")
  }
}
