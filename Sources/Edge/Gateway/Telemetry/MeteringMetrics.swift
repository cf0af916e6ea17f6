internal import Metering
internal import Telemetry

/// What metering shows of itself; never who has used what, which would be a series for each token.
enum MeteringMetrics {
  /// Declares them.
  static func declare(
    in registry: inout MetricRegistry, meters: Meters, leases: LeaseTaker?, flusher: UsageFlusher,
    log: MeteringLog
  ) {
    _ = registry.gauge(
      "metering_meters", "Users and tokens that requests are counted for at the moment."
    ) { _ in Double(meters.count) }
    _ = registry.gauge(
      "metering_waiting_rows", "Counts that are not stored yet."
    ) { _ in Double(flusher.counts.waitingRows) }
    _ = registry.counter(
      "metering_batches_total", "Batches of counts that were stored."
    ) { _ in Double(flusher.counts.batches) }
    _ = registry.counter(
      "metering_failures_total", "Attempts to store or roll up counts that failed."
    ) { _ in Double(flusher.counts.failures) }
    _ = registry.counter(
      "limits_lease_calls_total",
      "Grants taken ahead from limits that edges share, by who decided: the store, or this edge alone.",
      .each("by", ["shared", "local"])
    ) { series in
      guard let counts = leases?.callCounts else { return 0 }
      return Double(series == 0 ? counts.store - counts.local : counts.local)
    }
    let levels: [Int64] = [80, 100]
    _ = registry.counter(
      "quota_notices_total", "Quotas of which most or all was used, by percent.",
      .each("percent", levels.map(String.init))
    ) { Double(log.counts.notices[levels[$0]] ?? 0) }
    let kinds = TokenAnomaly.Kind.allCases
    _ = registry.counter(
      "token_anomalies_total", "Tokens that did what they never did, by what.",
      .each("kind", kinds.map(\.rawValue))
    ) { Double(log.counts.anomalies[kinds[$0]] ?? 0) }
  }
}
