import Synchronization

/// Writes metrics from anywhere: for the control plane and the blocking pool, where an
/// atomic addition does not matter.
package struct SharedMetrics: Sendable {
  private let block: MetricBlock

  init(block: MetricBlock) { self.block = block }

  /// Adds to a counter's series.
  package func add(_ counter: Counter, at series: Int = 0, _ amount: UInt64 = 1) {
    precondition(series >= 0 && series < counter.count)
    plus(counter.first + series, amount)
  }

  /// Changes a gauge's series by an amount; a scrape shows the sum of all writers.
  package func add(_ gauge: Gauge, at series: Int = 0, _ amount: Int) {
    precondition(series >= 0 && series < gauge.count)
    plus(gauge.first + series, UInt64(bitPattern: Int64(amount)))
  }

  /// Sorts a value, in the raw unit of the histogram's buckets, into its bucket.
  package func observe(_ histogram: Histogram, at series: Int = 0, _ value: UInt64) {
    precondition(series >= 0 && series < histogram.count)
    let first = histogram.first + series * histogram.width
    plus(first + block.bucket(histogram, of: value), 1)
    plus(first + histogram.boundsCount + 1, value)
  }

  private func plus(_ slot: Int, _ amount: UInt64) {
    unsafe block.slots[slot].wrappingAdd(amount, ordering: .relaxed)
  }
}
