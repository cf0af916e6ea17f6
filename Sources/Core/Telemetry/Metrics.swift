import Locks

/// The declared metrics and the blocks that hold their numbers.
package final class Metrics: Sendable {
  private struct State: Sendable {
    var families: [MetricFamily]
    var blocks: [MetricBlock]
  }

  /// Writes from anywhere.
  package let shared: SharedMetrics
  private let slotCount: Int
  private let bounds: [UInt64]
  private let state: Mutex<State>

  init(families: [MetricFamily], slotCount: Int, bounds: [UInt64]) {
    self.slotCount = slotCount
    self.bounds = bounds
    let block = MetricBlock(slotCount: slotCount, bounds: bounds)
    shared = SharedMetrics(block: block)
    state = Mutex(State(families: families, blocks: [block]))
  }

  /// Makes the numbers of one more shard; its loop is the only writer.
  package func makeShard() -> MetricShard {
    let block = MetricBlock(slotCount: slotCount, bounds: bounds)
    state.withLock { $0.blocks.append(block) }
    return MetricShard(block: block)
  }

  /// Supplies a gauge's series at scrape from what keeps the number.
  package func read(_ gauge: Gauge, _ reading: @escaping @Sendable (Int) -> Double) {
    attach(gauge.first, .gauge, reading)
  }

  /// Supplies a counter's series at scrape from what keeps the number.
  package func read(_ counter: Counter, _ reading: @escaping @Sendable (Int) -> Double) {
    attach(counter.first, .counter, reading)
  }

  private func attach(
    _ first: Int, _ kind: MetricKind, _ reading: @escaping @Sendable (Int) -> Double
  ) {
    state.withLock { state in
      let index = state.families.firstIndex { $0.first == first && $0.kind == kind }
      guard let index else { preconditionFailure("the metric was declared elsewhere") }
      state.families[index].reading = reading
    }
  }

  /// The sums of a counter's own series at this moment, without what readings supply.
  package func sums(of counter: Counter) -> [UInt64] {
    let blocks = state.withLock { $0.blocks }
    return (counter.first..<counter.first + counter.count).map { Self.sum($0, in: blocks) }
  }

  /// What a histogram has observed by now, all series together: how often, and the sum in its raw
  /// unit.
  package func sum(of histogram: Histogram) -> (count: UInt64, sum: UInt64) {
    let blocks = state.withLock { $0.blocks }
    var total: (count: UInt64, sum: UInt64) = (0, 0)
    for series in 0..<histogram.count {
      let first = histogram.first + series * histogram.width
      for slot in 0...histogram.boundsCount { total.count &+= Self.sum(first + slot, in: blocks) }
      total.sum &+= Self.sum(first + histogram.boundsCount + 1, in: blocks)
    }
    return total
  }

  private static func sum(_ slot: Int, in blocks: [MetricBlock]) -> UInt64 {
    blocks.reduce(0) { $0 &+ $1.load(slot) }
  }

  /// The sums over all shards at this moment. Readings run on the calling thread.
  package func snapshot() -> MetricSnapshot {
    let (families, blocks) = state.withLock { ($0.families, $0.blocks) }
    func sum(_ slot: Int) -> UInt64 { blocks.reduce(0) { $0 &+ $1.load(slot) } }
    return MetricSnapshot(
      families: families.map { family in
        let series = family.labels.rows.indices.map { index -> MetricSnapshot.Series in
          let labels = family.labels.rows[index]
          let first = family.first + index * (family.slotCount / max(family.labels.rows.count, 1))
          let value: MetricSnapshot.Value
          switch family.kind {
          case .counter:
            if let reading = family.reading {
              value = .number(reading(index) + Double(sum(first)))
            } else {
              value = .count(sum(first))
            }
          case .gauge:
            let sum = Double(Int64(bitPattern: sum(first)))
            value = .number(sum + (family.reading?(index) ?? 0))
          case .histogram:
            guard let buckets = family.buckets else { preconditionFailure("has no buckets") }
            let counts = (0...buckets.bounds.count).map { sum(first + $0) }
            value = .distribution(
              Distribution(
                bounds: buckets.bounds.map { Double($0) / buckets.unitsPerBase }, counts: counts,
                sum: Double(sum(first + buckets.bounds.count + 1)) / buckets.unitsPerBase))
          }
          return MetricSnapshot.Series(labels: labels, value: value)
        }
        return MetricSnapshot.Family(
          name: family.name, help: family.help, kind: family.kind,
          labelNames: family.labels.names, series: series, isScraped: family.isScraped)
      })
  }
}
