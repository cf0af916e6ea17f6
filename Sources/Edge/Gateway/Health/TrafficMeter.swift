internal import Health
internal import Telemetry

/// Reads what all requests have come to out of the metrics of the HTTP front.
struct TrafficMeter: Sendable {
  private let metrics: Metrics
  private let requests: Counter
  private let duration: Histogram
  /// The series of requests that failed on our side.
  private let failing: [Int]

  init(_ metrics: Metrics, _ edge: EdgeMetrics) {
    self.metrics = metrics
    requests = edge.requests
    duration = edge.duration
    failing = edge.requestSeries.failing
  }

  /// The counts of this moment.
  ///
  /// - Parameter shedCount: requests that were refused on purpose, which are no failures.
  func counts(shedCount: Int) -> TrafficCounts {
    let sums = metrics.sums(of: requests)
    let failures = failing.reduce(UInt64(0)) { $0 &+ sums[$1] }
    let shed = UInt64(max(shedCount, 0))
    return TrafficCounts(
      requests: sums.reduce(0, &+), failures: failures > shed ? failures - shed : 0,
      nanoseconds: metrics.sum(of: duration).sum)
  }
}
