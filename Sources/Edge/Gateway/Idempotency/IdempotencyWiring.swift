internal import Idempotency
internal import Persistence
internal import Telemetry

/// Requests that carry an idempotency key, with what they stand on.
struct IdempotencyWiring: Sendable {
  let requests: IdempotentRequests

  init(
    _ settings: IdempotencySettings, database: any Database, secret: [UInt8],
    registry: inout MetricRegistry, metrics: DeferredMetrics
  ) {
    let numbers = IdempotencyMetrics(in: &registry)
    requests = IdempotentRequests(database, secret: secret, settings: settings) { event in
      metrics.shared?.add(numbers.requests, at: event.rawValue)
    }
  }
}
