/// One declared metric: everything about it but its numbers.
struct MetricFamily: Sendable {
  let name: String
  let help: String
  let kind: MetricKind
  let labels: MetricLabels
  /// The first slot in every block.
  let first: Int
  /// The buckets of a histogram.
  let buckets: MetricBuckets?
  /// Supplies the value of a series at scrape, on top of what the blocks hold.
  var reading: (@Sendable (Int) -> Double)?
  /// Whether a scrape shows it.
  var isScraped = true

  /// Slots in every block.
  var slotCount: Int { labels.rows.count * (buckets.map { $0.bounds.count + 2 } ?? 1) }

  /// Series that a scrape shows.
  var seriesCount: Int {
    isScraped ? labels.rows.count * (buckets.map { $0.bounds.count + 3 } ?? 1) : 0
  }
}
