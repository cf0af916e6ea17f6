public import Synchronization

/// Writes the metrics of one shard. Owned by one loop and not Sendable: with a single
/// writer an addition is a load and a store, without a locked instruction.
@safe
@usableFromInline package struct MetricShard {
  @usableFromInline
  let block: MetricBlock

  init(block: MetricBlock) { self.block = block }

  /// Adds to a counter's series.
  @inlinable @inline(__always)
  package func add(_ counter: Counter, at series: Int = 0, _ amount: UInt64 = 1) {
    precondition(series >= 0 && series < counter.count)
    plus(counter.first + series, amount)
  }

  /// Changes a gauge's series by an amount; a scrape shows the sum of all shards.
  @inlinable @inline(__always)
  package func add(_ gauge: Gauge, at series: Int = 0, _ amount: Int) {
    precondition(series >= 0 && series < gauge.count)
    plus(gauge.first + series, UInt64(bitPattern: Int64(amount)))
  }

  /// Sets this shard's share of a gauge's series.
  @inlinable @inline(__always)
  package func set(_ gauge: Gauge, at series: Int = 0, to value: Int) {
    precondition(series >= 0 && series < gauge.count)
    unsafe block.slots[gauge.first + series].store(
      UInt64(bitPattern: Int64(value)), ordering: .relaxed)
  }

  /// Sorts a value, in the raw unit of the histogram's buckets, into its bucket.
  @inlinable @inline(__always)
  package func observe(_ histogram: Histogram, at series: Int = 0, _ value: UInt64) {
    precondition(series >= 0 && series < histogram.count)
    let first = histogram.first + series * histogram.width
    plus(first + block.bucket(histogram, of: value), 1)
    plus(first + histogram.boundsCount + 1, value)
  }

  @inlinable @inline(__always)
  func plus(_ slot: Int, _ amount: UInt64) {
    let old = unsafe block.slots[slot].load(ordering: .relaxed)
    unsafe block.slots[slot].store(old &+ amount, ordering: .relaxed)
  }
}

@available(*, unavailable, message: "a shard's metrics have one writer: its loop")
extension MetricShard: Sendable {}
