/// The upper bounds of a histogram's buckets, in the raw unit that hot code observes in.
package struct MetricBuckets: Sendable, Hashable {
  /// Inclusive upper bounds, rising; a last bucket without a bound follows.
  package let bounds: [UInt64]
  /// Raw units in one base unit of the metric: 1e9 for nanoseconds in seconds.
  package let unitsPerBase: Double

  /// Makes buckets; the bounds rise.
  package init(bounds: [UInt64], unitsPerBase: Double = 1) {
    precondition(!bounds.isEmpty && zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 })
    self.bounds = bounds
    self.unitsPerBase = unitsPerBase
  }

  /// Durations observed in nanoseconds and shown in seconds, from 0.1 ms to 10 s: the
  /// bounds of OpenTelemetry's HTTP metrics with finer ones below, where a cache lives.
  package static let durations = MetricBuckets(
    bounds: [
      100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000,
      50_000_000, 75_000_000, 100_000_000, 250_000_000, 500_000_000, 750_000_000,
      1_000_000_000, 2_500_000_000, 5_000_000_000, 7_500_000_000, 10_000_000_000,
    ], unitsPerBase: 1e9)

  /// Durations likewise, from 10 µs on, for quantiles where nobody counts the series.
  package static let fineDurations = MetricBuckets(
    bounds: [
      10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000,
      10_000_000, 25_000_000, 50_000_000, 100_000_000, 250_000_000, 500_000_000, 1_000_000_000,
      2_500_000_000, 5_000_000_000, 10_000_000_000,
    ], unitsPerBase: 1e9)

  /// Sizes in bytes from 1 KiB to 64 MiB.
  package static let sizes = MetricBuckets(
    bounds: [1 << 10, 1 << 13, 1 << 16, 1 << 18, 1 << 20, 1 << 22, 1 << 24, 1 << 26])
}
