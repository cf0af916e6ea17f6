/// The closed set of label values that a metric's series have.
///
/// A series is its position in the set, so that hot code adds by index and no text is
/// ever looked up. Nothing that a client chooses (path, id, address) may be a label.
package struct MetricLabels: Sendable, Hashable {
  /// Names of the labels.
  package let names: [String]
  /// One row of values for each series.
  package let rows: [[String]]
  /// How far apart two neighbours of the first and the second label are, for products.
  let strides: (Int, Int)

  /// No labels: one series.
  package static let none = MetricLabels(names: [], rows: [[]], strides: (0, 0))

  /// One label: a series for each value, in this order.
  package static func each(_ name: String, _ values: [String]) -> MetricLabels {
    MetricLabels(names: [name], rows: values.map { [$0] }, strides: (1, 0))
  }

  /// Exactly these rows, where not every combination exists.
  package static func listed(_ names: [String], _ rows: [[String]]) -> MetricLabels {
    precondition(rows.allSatisfy { $0.count == names.count }, "a row has a value for each label")
    return MetricLabels(names: names, rows: rows, strides: (1, 0))
  }

  /// Every combination with one more label, whose values change fastest.
  package func by(_ name: String, _ values: [String]) -> MetricLabels {
    MetricLabels(
      names: names + [name], rows: rows.flatMap { row in values.map { row + [$0] } },
      strides: names.count == 1
        ? (values.count, 1) : (strides.0 * values.count, strides.1 * values.count))
  }

  package static func == (left: MetricLabels, right: MetricLabels) -> Bool {
    left.names == right.names && left.rows == right.rows
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(names)
    hasher.combine(rows)
  }
}
