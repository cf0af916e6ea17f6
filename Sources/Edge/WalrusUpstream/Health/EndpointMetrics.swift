internal import Resilience
package import Telemetry

/// The metrics of upstreams, read from their pools at each scrape.
///
/// Series are bounded: the first endpoints of each pool have their own, the rest has none, and what
/// concerns all is counted by kind.
package enum EndpointMetrics {
  /// Endpoints of each kind with series of their own.
  private static let endpointsMax = 64

  /// Declares them.
  package static func declare(in registry: inout MetricRegistry, pools: [EndpointPool]) {
    declareRequests(in: &registry, pools)
    let named = pools.flatMap { pool in
      pool.endpoints.indices.prefix(endpointsMax).map { (pool: pool, index: $0) }
    }
    let rows = named.map { [$0.pool.kind.rawValue, $0.pool.endpoints[$0.index].base] }
    guard !rows.isEmpty else { return }
    let labels = MetricLabels.listed(["kind", "endpoint"], rows)
    let outcomes = MetricLabels.listed(
      ["kind", "endpoint", "outcome"], rows.flatMap { [$0 + ["good"], $0 + ["fault"]] })
    _ = registry.counter(
      "upstream_attempts_total", "Attempts on an upstream that said something of it.", outcomes
    ) { series in
      let (pool, index) = named[series / 2]
      return pool.read { scores, _ in
        let member = scores.members[index]
        return Double(series % 2 == 0 ? member.goodCount : member.faultCounts.reduce(0, +))
      }
    }
    _ = registry.gauge(
      "upstream_score_ratio", "How good an upstream is, 0 when it is not asked.", labels
    ) { series in
      let (pool, index) = named[series]
      return pool.read { scores, now in scores.score(of: index, at: now) }
    }
    _ = registry.gauge(
      "upstream_breaker_state", "0 when an upstream's breaker is closed, 1 half-open, 2 open.",
      labels
    ) { series in
      let (pool, index) = named[series]
      return pool.read { scores, now in
        switch scores.members[index].breaker.state(at: now) {
        case .closed: 0
        case .halfOpen: 1
        case .open: 2
        }
      }
    }
  }

  private static func declareRequests(
    in registry: inout MetricRegistry, _ pools: [EndpointPool]
  ) {
    let kinds = pools.map(\.kind.rawValue)
    let numbers: [(label: String, count: @Sendable (ExtraRequestCounts) -> Int)] = [
      ("first", { $0.firsts }), ("confirmation", { $0.confirmations }),
      ("retry", { $0.retries }), ("retry_refused", { $0.retriesRefused }),
      ("hedge", { $0.hedges }), ("hedge_refused", { $0.hedgesRefused }),
      ("hedge_won", { $0.hedgesWon }), ("probe_good", { $0.probesGood }),
      ("probe_failed", { $0.probesFailed }),
    ]
    _ = registry.counter(
      "upstream_requests_total",
      "Requests to upstreams by their reason; refused ones were not made for want of budget.",
      .each("kind", kinds).by("reason", numbers.map(\.label))
    ) { series in
      Double(numbers[series % numbers.count].count(pools[series / numbers.count].counts))
    }
    let faults = EndpointFault.allCases
    _ = registry.counter(
      "upstream_faults_total", "What upstreams did wrong.",
      .each("kind", kinds).by("fault", faults.map(\.label))
    ) { series in
      pools[series / faults.count].read { scores, _ in
        Double(scores.members.reduce(0) { $0 + $1.faultCounts[series % faults.count] })
      }
    }
    _ = registry.counter(
      "upstream_ejections_total", "Upstreams that were taken out of their pool.",
      .each("kind", kinds)
    ) { series in
      pools[series].read { scores, _ in Double(scores.ejection.ejectedCount) }
    }
    _ = registry.counter(
      "upstream_breaker_openings_total", "Breakers of upstreams that have opened.",
      .each("kind", kinds)
    ) { series in
      pools[series].read { scores, _ in
        Double(scores.members.reduce(0) { $0 + $1.breaker.openedCount })
      }
    }
  }
}
