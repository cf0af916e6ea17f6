package import Telemetry

/// The metrics of tokens.
package struct AccessTokensMetrics: Sendable {
  /// What happened to tokens, by `TokenEvent`.
  package let tokens: Counter
  /// Changes of credentials that other edges have not been told yet.
  package let untoldChanges: Gauge

  /// Declares the metrics.
  ///
  /// - Parameter untold: how many changes wait to be told.
  package init(in registry: inout MetricRegistry, untold: @escaping @Sendable () -> Int) {
    tokens = registry.counter(
      "access_tokens_total", "What happened to tokens of the interface.",
      .each("event", TokenEvent.allCases.map(\.label)))
    untoldChanges = registry.gauge(
      "credential_changes_untold", "Changes of credentials that other edges were not told yet."
    ) { _ in Double(untold()) }
  }
}
