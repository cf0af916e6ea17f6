internal import Resilience
internal import Telemetry

/// The gates of everything that the edge depends on, beside its upstreams.
struct DependencyGates: Sendable {
  let database: DependencyGate
  let mail: DependencyGate

  init(_ settings: BreakerSettings) {
    database = DependencyGate(Dependency.database.rawValue, limits: settings.database.limits)
    // One courier hands messages over, and alerts may be handed over beside it.
    mail = DependencyGate(Dependency.mail.rawValue, limits: settings.mail.limits, callsMax: 4)
  }

  /// Declares the state of each dependency's breaker; of those that have several, the worst.
  static func declare(
    in registry: inout MetricRegistry,
    states: @escaping @Sendable (Dependency) -> CircuitBreaker.State
  ) {
    _ = registry.gauge(
      "dependency_breaker_state",
      "0 when the breaker of a dependency is closed, 1 half-open, 2 open.",
      .each("dependency", Dependency.allCases.map(\.rawValue))
    ) { series in BreakerReport.number(states(Dependency.allCases[series])) }
  }
}
