import Testing

@testable import Health

@Suite struct TrafficWatchTests {
  private var watch = TrafficWatch(requestsMin: 20)
  private var counts = TrafficCounts()

  /// One more second of requests.
  private mutating func pass(
    requests: UInt64, failures: UInt64 = 0, milliseconds: UInt64 = 1
  ) -> [TrafficWatch.Finding] {
    counts.requests += requests
    counts.failures += failures
    counts.nanoseconds += requests * milliseconds * 1_000_000
    return watch.observed(counts)
  }

  @Test mutating func `errors that become many are found, and found to be over`() {
    for _ in 0..<100 { #expect(pass(requests: 100, failures: 1) == []) }
    var findings: [TrafficWatch.Finding] = []
    for _ in 0..<5 { findings += pass(requests: 100, failures: 40) }
    #expect(findings.map(\.anomaly) == [.errorRate])
    #expect(watch.anomalies == [.errorRate])
    findings = []
    for _ in 0..<10 { findings += pass(requests: 100, failures: 1) }
    #expect(findings.map(\.event) == [.ended])
    #expect(watch.anomalies == [])
  }

  @Test mutating func `requests that take far longer than usual are found`() {
    for _ in 0..<100 { #expect(pass(requests: 50, milliseconds: 3) == []) }
    var findings: [TrafficWatch.Finding] = []
    for _ in 0..<5 { findings += pass(requests: 50, milliseconds: 2000) }
    #expect(findings.map(\.anomaly) == [.latency])
  }

  @Test mutating func `failures that are taken back are none`() {
    for _ in 0..<100 { _ = pass(requests: 100, failures: 1) }
    counts.failures -= 50
    for _ in 0..<20 { #expect(pass(requests: 100) == []) }
    #expect(watch.anomalies == [])
  }

  @Test mutating func `a few requests say nothing`() {
    for _ in 0..<100 { _ = pass(requests: 100) }
    for _ in 0..<50 { #expect(pass(requests: 19, failures: 19, milliseconds: 9000) == []) }
  }
}
