internal import RedisStore
internal import SharedState
internal import Telemetry

/// The metrics of shared state, read from where it is kept whenever they are scraped.
enum SharedStateMetrics {
  /// Declares them; without a server nothing is ever sent, and the store is always there.
  static func declare(
    in registry: inout MetricRegistry, store: any SharedStateStore, redis: RedisSharedState?,
    fallback: SharedStateWithFallback?
  ) {
    _ = registry.gauge(
      "shared_state_connected",
      "1 while shared state can be reached, in the process or on every loop's connection, else 0."
    ) { _ in store.health.isShared ? 1 : 0 }
    _ = registry.gauge(
      "shared_state_latency_seconds", "The usual time from a command to its reply of late."
    ) { _ in store.health.latency.map { $0 / .seconds(1) } ?? 0 }
    _ = registry.counter(
      "shared_state_reconnects_total", "Connections to the server made again after one was lost."
    ) { _ in Double(store.health.reconnectCount) }
    _ = registry.counter(
      "shared_state_commands_total", "Commands for the server, by how they ended.",
      .each("result", RedisCommandResult.allCases.map(\.label))
    ) { index in Double(redis?.counts.commands[index] ?? 0) }
    _ = registry.counter(
      "shared_state_fallbacks_total", "Limits that this edge decided alone as the server was away."
    ) { _ in Double(fallback?.fallbackCount ?? 0) }
  }
}
