internal import JSON
internal import Telemetry
internal import WalrusUpstream

/// The few numbers that tell how the edge does, out of all metrics.
struct MetricsReport {
  /// What the cache did without asking anybody.
  private static let hits: Set<String> = ["hit", "stale", "negative_hit"]

  let snapshot: MetricSnapshot
  let endpoints: [EndpointReport]

  /// Cache, latency, upstreams and errors; every number is whole, and null where there is none.
  var json: JSONValue {
    ["cache": cache, "latency": latency, "requests": requests, "upstreams": upstreams]
  }

  private var cache: JSONValue {
    let results = counts("floe_cache_requests_total", by: "result")
    let total = results.reduce(0) { $0 + $1.count }
    let hits = results.filter { Self.hits.contains($0.label) }.reduce(0) { $0 + $1.count }
    return [
      "requests": .integer(Int64(total)), "hits": .integer(Int64(hits)),
      "hitPercent": Self.percent(hits, of: total),
      "results": .object(results.map { .init($0.label, .integer(Int64($0.count))) }),
      "servedBytes": .integer(
        Int64(counts("floe_http_response_bytes_total", by: "result").reduce(0) { $0 + $1.count })),
      "contents": gauge("floe_content_contents"),
      "memoryBytes": gauge("floe_content_memory_bytes"),
      "memoryLimitBytes": gauge("floe_content_memory_limit_bytes"),
    ]
  }

  private var latency: JSONValue {
    let byResult = distributions("floe_http_request_duration_seconds")
    let all = Distribution.sum(byResult.map(\.distribution))
    return [
      "all": all.map(Self.quantiles) ?? .null, "byResult": Self.quantiles(byResult),
      "byRoute": Self.quantiles(distributions("floe_http_route_duration_seconds")),
    ]
  }

  /// The observations of each series, by its only label.
  private func distributions(_ name: String) -> [(label: String, distribution: Distribution)] {
    (family(name)?.series ?? []).compactMap { series in
      guard case .distribution(let distribution) = series.value else { return nil }
      return (series.labels.first ?? "", distribution)
    }
  }

  private static func quantiles(
    _ each: [(label: String, distribution: Distribution)]
  ) -> JSONValue {
    .object(
      each.filter { $0.distribution.count > 0 }.map {
        .init($0.label, quantiles($0.distribution))
      })
  }

  private var requests: JSONValue {
    let codes = counts("floe_http_requests_total", by: "code")
    let total = codes.reduce(0) { $0 + $1.count }
    let failed = codes.filter { $0.label == "5xx" }.reduce(0) { $0 + $1.count }
    return [
      "total": .integer(Int64(total)), "errors": .integer(Int64(failed)),
      "errorPercent": Self.percent(failed, of: total),
      "byStatus": .object(codes.map { .init($0.label, .integer(Int64($0.count))) }),
    ]
  }

  private var upstreams: JSONValue {
    var kinds: [String] = []
    for report in endpoints where !kinds.contains(report.kind.rawValue) {
      kinds.append(report.kind.rawValue)
    }
    return .object(
      kinds.map { kind in
        let reports = endpoints.filter { $0.kind.rawValue == kind }
        let good = reports.reduce(0) { $0 + $1.goodCount }
        let faults = reports.reduce(0) { $0 + $1.faultCounts.reduce(0) { $0 + $1.count } }
        return .init(
          kind,
          [
            "endpoints": .integer(Int64(reports.count)),
            "breakersOpen": .integer(
              Int64(reports.filter { $0.breaker != "closed" }.count)),
            "good": .integer(Int64(good)), "faults": .integer(Int64(faults)),
            "inFlight": .integer(Int64(reports.reduce(0) { $0 + $1.inFlightCount })),
          ])
      })
  }

  // MARK: Numbers out of the snapshot

  private func family(_ name: String) -> MetricSnapshot.Family? {
    snapshot.families.first { $0.name == name }
  }

  private func gauge(_ name: String) -> JSONValue {
    guard case .number(let value) = snapshot.value(name) else { return .null }
    return .integer(Int64(value))
  }

  /// A counter's sums by one of its labels, in the order in which its values first stand.
  private func counts(_ name: String, by label: String) -> [(label: String, count: UInt64)] {
    guard let family = family(name), let place = family.labelNames.firstIndex(of: label) else {
      return []
    }
    var sums: [(label: String, count: UInt64)] = []
    for series in family.series {
      guard case .count(let count) = series.value else { continue }
      let value = series.labels[place]
      if let index = sums.firstIndex(where: { $0.label == value }) {
        sums[index].count += count
      } else {
        sums.append((value, count))
      }
    }
    return sums
  }

  private static func percent(_ part: UInt64, of whole: UInt64) -> JSONValue {
    whole == 0 ? .null : .integer(Int64((Double(part) / Double(whole) * 100).rounded()))
  }

  private static func quantiles(_ distribution: Distribution) -> JSONValue {
    func microseconds(_ share: Double) -> JSONValue {
      distribution.quantile(share).map { .integer(Int64(($0 * 1e6).rounded())) } ?? .null
    }
    return [
      "count": .integer(Int64(distribution.count)), "p50Microseconds": microseconds(0.5),
      "p95Microseconds": microseconds(0.95), "p99Microseconds": microseconds(0.99),
    ]
  }
}
