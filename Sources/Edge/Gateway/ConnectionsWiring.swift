internal import HTTPServer
internal import Routing
internal import Telemetry

/// What takes connections, what counts them, and what operators see of both.
struct ConnectionsWiring: Sendable {
  let gate: ConnectionGate
  let statistics = ServerStatistics()
  let slowRequests: SlowRequestMetrics
  /// Addresses that are not served at all.
  let filter: any AddressFilter

  init(_ settings: ServerSettings, filter: any AddressFilter, registry: inout MetricRegistry) {
    self.filter = filter
    gate = ConnectionGate(settings.limits)
    slowRequests = SlowRequestMetrics(
      thresholdNanoseconds: UInt64(settings.slowRequestThreshold / .nanoseconds(1)),
      registry: &registry)
    declare(in: &registry)
  }

  /// The routes for operators.
  func routes(metrics: DeferredMetrics) -> [Route] {
    [ConnectionStatistics(wiring: self, metrics: metrics).route]
  }

  private func declare(in registry: inout MetricRegistry) {
    let statistics = statistics
    let gate = gate
    _ = registry.gauge("http_connections_active", "Connections of clients that have a place.") {
      _ in Double(gate.activeCount)
    }
    _ = registry.gauge("http_connections_queued", "Connections of clients that wait for a place.") {
      _ in Double(gate.queuedCount)
    }
    _ = registry.counter(
      "http_connection_waits_total", "Connections that got a place after a wait."
    ) { _ in Double(statistics.waitCount) }
    _ = registry.counter(
      "http_connection_wait_seconds_total", "Time that connections waited before they got a place."
    ) { _ in Double(statistics.waitedMilliseconds) / 1000 }
    _ = registry.counter(
      "http_refused_connections_total", "Connections that were not taken, by the reason.",
      .each("reason", ConnectionRefusal.allCases.map(\.label))
    ) { index in Double(statistics.refusedConnectionCount(ConnectionRefusal.allCases[index])) }
    _ = registry.counter(
      "http_aged_connections_total", "Connections ended because they were old enough."
    ) { _ in Double(statistics.agedCount) }
  }
}
