/// Where a gauge's series live in every block of metrics.
package struct Gauge: LabelledMetric, Hashable {
  /// The first series' slot.
  package let first: Int
  /// How many series there are.
  package let count: Int
  /// How far apart neighbours of the first label are.
  package let outer: Int
  /// How far apart neighbours of the second label are.
  package let middle: Int

  init(first: Int, labels: MetricLabels) {
    self.first = first
    count = labels.rows.count
    (outer, middle) = labels.strides
  }
}
