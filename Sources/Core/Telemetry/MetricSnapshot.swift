/// All metrics at one moment, summed over the shards.
package struct MetricSnapshot: Sendable {
  /// The number or numbers of one series.
  package enum Value: Sendable {
    case count(UInt64)
    case number(Double)
    case distribution(Distribution)
  }

  /// One combination of label values.
  package struct Series: Sendable {
    /// Label values in the order of the family's label names.
    package let labels: [String]
    /// The number or numbers.
    package let value: Value
  }

  /// One metric.
  package struct Family: Sendable {
    /// The full name.
    package let name: String
    /// What it counts, in one sentence.
    package let help: String
    /// What kind of number it is.
    package let kind: MetricKind
    /// Names of the labels.
    package let labelNames: [String]
    /// The series in the order of declaration.
    package let series: [Series]
    /// Whether a scrape shows it.
    package let isScraped: Bool
  }

  /// The metrics in the order of declaration.
  package let families: [Family]

  /// The value of a series, by the metric's full name and label values.
  package func value(_ name: String, _ labels: String...) -> Value? {
    families.first { $0.name == name }?.series.first { $0.labels == labels }?.value
  }
}
