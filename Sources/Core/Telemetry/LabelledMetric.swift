/// A metric with a series for each combination of its labels' values, the last label's changing
/// fastest.
@usableFromInline package protocol LabelledMetric: Sendable {
  /// How far apart neighbours of the first label are.
  var outer: Int { get }
  /// How far apart neighbours of the second label are.
  var middle: Int { get }
}

extension LabelledMetric {
  /// The series at these positions of two labels.
  @inlinable
  package func series(_ one: Int, _ two: Int) -> Int { one * outer + two }

  /// The series at these positions of three labels.
  @inlinable
  package func series(_ one: Int, _ two: Int, _ three: Int) -> Int {
    one * outer + two * middle + three
  }
}
