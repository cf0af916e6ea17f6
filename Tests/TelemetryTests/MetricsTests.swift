import Testing

@testable import Telemetry

struct MetricsTests {
  @Test func `every shard's numbers are summed`() throws {
    var registry = MetricRegistry()
    let requests = registry.counter(
      "http_requests_total", "Requests answered.",
      .each("method", ["GET", "HEAD", "other"]).by("code", ["2xx", "4xx"]))
    let open = registry.gauge("connections", "Open connections.")
    let metrics = registry.sealed()
    let one = metrics.makeShard()
    let two = metrics.makeShard()
    one.add(requests, at: requests.series(0, 1), 3)
    two.add(requests, at: requests.series(0, 1))
    metrics.shared.add(requests, at: requests.series(2, 0))
    one.add(open, 5)
    two.add(open, -7)
    metrics.shared.add(open, 1)
    two.set(open, to: -6)
    let snapshot = metrics.snapshot()
    func count(_ labels: String, _ code: String) -> UInt64? {
      if case .count(let count) = snapshot.value("floe_http_requests_total", labels, code) {
        return count
      }
      return nil
    }
    #expect(count("GET", "4xx") == 4)
    #expect(count("other", "2xx") == 1)
    #expect(count("HEAD", "4xx") == 0)
    guard case .number(let level) = snapshot.value("floe_connections") else {
      Issue.record("no gauge")
      return
    }
    #expect(level == 0)
  }

  @Test func `three labels are one index`() {
    let labels = MetricLabels.each("a", ["0", "1"]).by("b", ["0", "1", "2"])
      .by("c", ["0", "1", "2", "3"])
    let counter = Counter(first: 0, labels: labels)
    for a in 0..<2 {
      for b in 0..<3 {
        for c in 0..<4 {
          #expect(labels.rows[counter.series(a, b, c)] == [String(a), String(b), String(c)])
        }
      }
    }
    let pair = MetricLabels.each("a", ["0", "1"]).by("b", ["0", "1", "2"])
    #expect(pair.rows[Counter(first: 0, labels: pair).series(1, 2)] == ["1", "2"])
  }

  @Test func `scrapes while writing see only growth`() async {
    var registry = MetricRegistry()
    let counter = registry.counter("events_total", "Events.")
    let metrics = registry.sealed()
    await withTaskGroup { group in
      for _ in 0..<2 {
        group.addTask {
          let shard = metrics.makeShard()
          for _ in 0..<50_000 { shard.add(counter) }
        }
      }
      group.addTask {
        for _ in 0..<50_000 { metrics.shared.add(counter) }
      }
      group.addTask {
        var last: UInt64 = 0
        for _ in 0..<100 {
          guard case .count(let now) = metrics.snapshot().value("floe_events_total") else { return }
          #expect(now >= last)
          last = now
        }
      }
    }
    guard case .count(150_000) = metrics.snapshot().value("floe_events_total") else {
      Issue.record("additions were lost")
      return
    }
  }

  @Test func `observations go to the right bucket`() throws {
    var registry = MetricRegistry()
    let histogram = registry.histogram(
      "wait_seconds", "Waiting.", .each("result", ["hit", "miss"]),
      buckets: MetricBuckets(bounds: [10, 20, 50], unitsPerBase: 10))
    let metrics = registry.sealed()
    let shard = metrics.makeShard()
    for value in [0, 10, 11, 20, 50, 51, 1000] as [UInt64] {
      shard.observe(histogram, at: 1, value)
    }
    metrics.shared.observe(histogram, at: 1, 15)
    let value = metrics.snapshot().value("floe_wait_seconds", "miss")
    guard case .distribution(let distribution) = value else {
      Issue.record("no histogram")
      return
    }
    #expect(distribution.bounds == [1, 2, 5])
    #expect(distribution.counts == [2, 3, 1, 2])
    #expect(distribution.count == 8)
    #expect(distribution.sum == 115.7)
  }

  @Test func `quantiles are estimated within buckets`() {
    let distribution = Distribution(bounds: [1, 2, 4], counts: [0, 10, 10, 0], sum: 50)
    #expect(distribution.quantile(0.5) == 2)
    #expect(distribution.quantile(0.25) == 1.5)
    #expect(distribution.quantile(0.75) == 3)
    #expect(distribution.quantile(1) == 4)
    #expect(distribution.quantile(0) == 1)
    #expect(Distribution(bounds: [1], counts: [0, 0], sum: 0).quantile(0.5) == nil)
    #expect(Distribution(bounds: [1, 2], counts: [0, 0, 7], sum: 70).quantile(0.5) == 2)
  }

  @Test func `distributions add up bucket by bucket`() {
    let one = Distribution(bounds: [1, 2], counts: [1, 0, 2], sum: 7)
    let two = Distribution(bounds: [1, 2], counts: [0, 5, 1], sum: 11)
    #expect(
      Distribution.sum([one, two]) == Distribution(bounds: [1, 2], counts: [1, 5, 3], sum: 18))
    #expect(Distribution.sum([]) == nil)
  }

  @Test func `the limit of a control group is a number or none`() {
    #expect(ControlGroup.memoryMax("1073741824\n") == 1 << 30)
    #expect(ControlGroup.memoryMax("max\n") == nil)
    #expect(ControlGroup.memoryMax("") == nil)
  }

  @Test func `readings are taken at the scrape`() {
    var registry = MetricRegistry()
    let size = registry.gauge(
      "cache_size_bytes", "Bytes kept.", .each("tier", ["memory", "disk"]))
    _ = registry.gauge("answer", "The answer.") { _ in 42 }
    let dropped = registry.counter("log_dropped_total", "Lines dropped.")
    let metrics = registry.sealed()
    metrics.read(size) { series in Double(series + 1) * 100 }
    metrics.read(dropped) { _ in 7 }
    let text = PrometheusText.encode(metrics.snapshot())
    #expect(text.contains("floe_cache_size_bytes{tier=\"memory\"} 100\n"))
    #expect(text.contains("floe_cache_size_bytes{tier=\"disk\"} 200\n"))
    #expect(text.contains("floe_answer 42\n"))
    #expect(text.contains("floe_log_dropped_total 7\n"))
  }

  @Test func `two thousand series are the limit`() async {
    var registry = MetricRegistry()
    _ = registry.counter("a_total", "A.", .each("n", (0..<2000).map(String.init)))
    #expect(registry.seriesCount == MetricRegistry.seriesMax)
    await #expect(processExitsWith: .failure) {
      var registry = MetricRegistry()
      _ = registry.counter("a_total", "A.", .each("n", (0..<1980).map(String.init)))
      _ = registry.histogram("b_seconds", "B.")
    }
  }

  @Test func `a series that does not exist stops the process`() async {
    await #expect(processExitsWith: .failure) {
      var registry = MetricRegistry()
      let counter = registry.counter("a_total", "A.", .each("n", ["x"]))
      let metrics = registry.sealed()
      metrics.makeShard().add(counter, at: 1)
    }
  }

  @Test func `a name twice stops the process`() async {
    await #expect(processExitsWith: .failure) {
      var registry = MetricRegistry()
      _ = registry.gauge("a", "A.")
      _ = registry.gauge("a", "A.")
    }
  }
}
