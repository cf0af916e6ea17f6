import FoundationEssentials
import Testing

@testable import Telemetry

struct MetricTextTests {
  static func example() -> MetricSnapshot {
    var registry = MetricRegistry()
    let requests = registry.counter(
      "requests_total", "Requests \\ of\nall kinds.",
      .listed(["route", "code"], [["/cdn/{id}", "2xx"], ["a\"b\\c\nd", "5xx"]]))
    let wait = registry.histogram(
      "wait_seconds", "Waiting.",
      buckets: MetricBuckets(bounds: [100_000, 1_000_000_000], unitsPerBase: 1e9))
    _ = registry.gauge("ratio", "A share.") { _ in 0.25 }
    let metrics = registry.sealed()
    let shard = metrics.makeShard()
    shard.add(requests, at: 0, 12)
    shard.observe(wait, 50_000)
    shard.observe(wait, 500_000_000)
    shard.observe(wait, 2_000_000_000)
    return metrics.snapshot()
  }

  @Test func `what is for summaries alone costs no series and is not scraped`() {
    var registry = MetricRegistry()
    let hidden = registry.histogram("x_seconds", "X.", .each("a", ["b"]), isScraped: false)
    #expect(registry.seriesCount == 0)
    let metrics = registry.sealed()
    metrics.shared.observe(hidden, 1)
    let snapshot = metrics.snapshot()
    #expect(PrometheusText.encode(snapshot) == "")
    #expect(!MetricSummary.json(snapshot).contains("x_seconds"))
    #expect(snapshot.value("floe_x_seconds", "b") != nil)
  }

  @Test func `Prometheus reads the text`() {
    #expect(
      PrometheusText.encode(Self.example()) == #"""
        # HELP floe_requests_total Requests \\ of\nall kinds.
        # TYPE floe_requests_total counter
        floe_requests_total{route="/cdn/{id}",code="2xx"} 12
        floe_requests_total{route="a\"b\\c\nd",code="5xx"} 0
        # HELP floe_wait_seconds Waiting.
        # TYPE floe_wait_seconds histogram
        floe_wait_seconds_bucket{le="0.0001"} 1
        floe_wait_seconds_bucket{le="1"} 2
        floe_wait_seconds_bucket{le="+Inf"} 3
        floe_wait_seconds_sum 2.50005
        floe_wait_seconds_count 3
        # HELP floe_ratio A share.
        # TYPE floe_ratio gauge
        floe_ratio 0.25

        """#)
  }

  @Test func `the usual bounds are spelled as people write them`() {
    let bounds = MetricBuckets.durations.bounds.map { PrometheusText.spelled(Double($0) / 1e9) }
    #expect(
      bounds == [
        "0.0001", "0.00025", "0.0005", "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05",
        "0.075", "0.1", "0.25", "0.5", "0.75", "1", "2.5", "5", "7.5", "10",
      ])
    #expect(PrometheusText.spelled(.infinity) == "+Inf")
    #expect(PrometheusText.spelled(.nan) == "NaN")
    #expect(PrometheusText.spelled(1e30) == "1e+30")
  }

  @Test func `the summary is JSON`() throws {
    struct Family: Decodable {
      struct Series: Decodable {
        let labels: [String: String]?
        let value, sum, p50, p99: Double?
        let count: Int?
      }
      let kind: String
      let series: [Series]
    }
    let json = MetricSummary.json(Self.example())
    let families = try JSONDecoder().decode([String: Family].self, from: Data(json.utf8))
    #expect(families["floe_requests_total"]?.series.first?.value == 12)
    #expect(families["floe_requests_total"]?.series.last?.labels?["route"] == "a\"b\\c\nd")
    #expect(families["floe_wait_seconds"]?.series.first?.count == 3)
    #expect(families["floe_wait_seconds"]?.series.first?.p99 == 1)
    #expect(families["floe_ratio"]?.kind == "gauge")
  }

  @Test func `the process tells about itself`() {
    var registry = MetricRegistry()
    registry.declareProcess()
    let snapshot = registry.sealed().snapshot()
    func number(_ name: String) -> Double {
      if case .number(let number) = snapshot.value(name) { return number }
      return .nan
    }
    #expect(number("process_resident_memory_bytes") > 1_000_000)
    #expect(number("process_virtual_memory_bytes") > number("process_resident_memory_bytes"))
    #expect(number("process_cpu_seconds_total") >= 0)
    #expect(number("process_open_fds") >= 1)
    #expect(number("process_max_fds") >= number("process_open_fds"))
    let now = Double(WallTime.now().nanosecondsSinceEpoch) / 1e9
    #expect(abs(number("process_start_time_seconds") - now) < 3600)
  }

  @Test func `a program's name may hold brackets`() throws {
    let stat =
      "42 (a) b (c) S 1 42 42 0 -1 4194560 1 0 0 0 150 50 0 0 20 0 3 0 1000 8192000 300 1 2 3\n"
    let status = try #require(ProcessStatus(stat: stat, ticksPerSecond: 100, pageSize: 4096))
    #expect(status.cpuSeconds == 2)
    #expect(status.startSecondsAfterBoot == 10)
    #expect(status.virtualBytes == 8_192_000)
    #expect(status.residentBytes == 300 * 4096)
    #expect(ProcessStatus(stat: "42 (x", ticksPerSecond: 100, pageSize: 4096) == nil)
    #expect(ProcessStatus(stat: "42 (x) S 1", ticksPerSecond: 100, pageSize: 4096) == nil)
    #expect(ProcessStatus.bootTime("cpu 1 2\nbtime 1700000000\n") == 1_700_000_000)
  }
}
