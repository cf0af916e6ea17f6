/// How long something usually takes: a moving average that follows changes, and percentiles.
package struct LatencyTracker: Sendable, Hashable {
  /// The weight of the newest duration in the average.
  private static let weight = 0.2

  private var histogram = LatencyHistogram()
  /// The average in microseconds, for comparisons; nil when nothing was noted.
  package private(set) var averageMicroseconds: Double?
  /// Durations that the percentiles are made of, without end.
  package private(set) var count = 0

  /// A tracker that knows nothing.
  package init() {}

  /// Notes how long it took.
  package mutating func record(_ latency: Duration) {
    follow(latency)
    histogram.record(microseconds: UInt64(Self.microseconds(latency)))
    count += 1
  }

  /// Notes a duration that says something of the average, but is not typical.
  package mutating func follow(_ latency: Duration) {
    let latest = Self.microseconds(latency)
    averageMicroseconds = averageMicroseconds.map { $0 + Self.weight * (latest - $0) } ?? latest
  }

  /// The average, in which the latest count most; nil when nothing was noted.
  package var average: Duration? { averageMicroseconds.map { .microseconds($0) } }

  /// The duration that this share, from 0 to 1, stays below; nil when nothing was noted. Within an
  /// eighth it is right.
  package func percentile(_ share: Double) -> Duration? {
    histogram.percentile(share).map { .microseconds($0) }
  }

  private static func microseconds(_ duration: Duration) -> Double {
    max(duration / .microseconds(1), 0)
  }
}
