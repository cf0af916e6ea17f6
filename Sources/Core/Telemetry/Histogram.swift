/// Where a histogram's series live in every block of metrics: for each series the
/// buckets, the bucket without a bound, and the sum.
@usableFromInline package struct Histogram: LabelledMetric, Hashable {
  /// The first series' first slot.
  @usableFromInline package let first: Int
  /// How many series there are.
  @usableFromInline package let count: Int
  /// Where the bounds start in the table of bounds.
  @usableFromInline package let boundsFirst: Int
  /// How many bounds there are.
  @usableFromInline package let boundsCount: Int
  /// How far apart neighbours of the first label are.
  @usableFromInline package let outer: Int
  /// How far apart neighbours of the second label are.
  @usableFromInline package let middle: Int

  init(first: Int, labels: MetricLabels, boundsFirst: Int, boundsCount: Int) {
    self.first = first
    self.boundsFirst = boundsFirst
    self.boundsCount = boundsCount
    count = labels.rows.count
    (outer, middle) = labels.strides
  }

  /// Slots of one series.
  @inlinable
  package var width: Int { boundsCount + 2 }
}
