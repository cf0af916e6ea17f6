import JSON
import Telemetry
import Testing

@testable import Gateway

struct MetricsReportTests {
  @Test func `cache, latency and errors are summed up in whole numbers`() {
    var registry = MetricRegistry()
    let cache = registry.counter(
      "cache_requests_total", "Requests.", .each("result", EdgeMetrics.cacheResults))
    let requests = registry.counter(
      "http_requests_total", "Requests.", .each("code", RouteSeries.statusClasses))
    let duration = registry.histogram(
      "http_request_duration_seconds", "Time.", .each("result", ["hit", "miss"]))
    let metrics = registry.sealed()
    metrics.shared.add(cache, at: 1, 6)
    metrics.shared.add(cache, at: 2, 2)
    metrics.shared.add(requests, at: 0, 7)
    metrics.shared.add(requests, at: 3, 1)
    for _ in 0..<6 { metrics.shared.observe(duration, at: 0, 100_000) }
    for _ in 0..<2 { metrics.shared.observe(duration, at: 1, 10_000_000) }
    let text = MetricsReport(snapshot: metrics.snapshot(), endpoints: []).json.text
    #expect(text.contains("\"requests\":8,\"hits\":6,\"hitPercent\":75"))
    #expect(text.contains("\"total\":8,\"errors\":1,\"errorPercent\":13"))
    #expect(text.contains("\"all\":{\"count\":8,\"p50Microseconds\":67"))
    #expect(text.contains("\"miss\":{\"count\":2"))
  }

  @Test func `without requests there are no percentages and no quantiles`() {
    var registry = MetricRegistry()
    _ = registry.counter("cache_requests_total", "Requests.", .each("result", ["hit"]))
    _ = registry.histogram("http_request_duration_seconds", "Time.", .each("result", ["hit"]))
    let text = MetricsReport(snapshot: registry.sealed().snapshot(), endpoints: []).json.text
    #expect(text.contains("\"hitPercent\":null"))
    #expect(text.contains("\"p99Microseconds\":null"))
  }
}
