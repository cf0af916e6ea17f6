package import Telemetry

/// The metrics of components and of what is done for them, read at each scrape.
package enum HealthMetrics {
  /// Declares them.
  ///
  /// - Parameters:
  ///   - shedding: whether load is shed now, and how often it was refused.
  package static func declare(
    in registry: inout MetricRegistry, board: HealthBoard, journal: RecoveryJournal,
    shedding: @escaping @Sendable () -> (isOn: Bool, refusedCount: Int)
  ) {
    let names = MetricLabels.each("component", HealthComponent.allCases.map(\.rawValue))
    _ = registry.gauge(
      "component_state", "0 when a component is ok, 1 degraded, 2 failed.", names
    ) { series in Double(board.state(of: HealthComponent.allCases[series]).rank) }
    _ = registry.gauge(
      "component_latency_seconds",
      "How long the last look at a component took; 0 where it has none.",
      names
    ) { series in
      let component = HealthComponent.allCases[series]
      let latency = board.all.first { $0.component == component }?.latency
      return latency.map { $0 / .seconds(1) } ?? 0
    }
    _ = registry.gauge(
      "serving", "1 while every component works that requests need, else 0."
    ) { _ in board.isServing ? 1 : 0 }
    _ = registry.counter(
      "recovery_actions_total", "What was done about what was wrong, and how that ended.",
      .each("action", RecoveryAction.allCases.map(\.rawValue))
        .by("outcome", RecoveryRecord.Outcome.allCases.map(\.rawValue))
    ) { series in Double(journal.count(series: series)) }
    _ = registry.gauge(
      "load_shedding", "1 while what is not in memory is refused, else 0."
    ) { _ in shedding().isOn ? 1 : 0 }
    _ = registry.counter(
      "load_shed_requests_total", "Requests that were refused to shed load."
    ) { _ in Double(shedding().refusedCount) }
  }
}
