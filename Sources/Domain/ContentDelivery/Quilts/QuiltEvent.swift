/// What happens to quilts, for metrics.
package enum QuiltEvent: Int, CaseIterable, Sendable {
  /// The names of a quilt's patches were learned.
  case listed
  /// They could not be had.
  case notListed
  /// A quilt was fetched whole for its patches.
  case fetched
  /// A quilt that was wanted whole could not be had, or is none.
  case notFetched
  /// A patch was cut out of a quilt here.
  case cut

  /// The event as the value of a label.
  package var label: String {
    switch self {
    case .listed: "listed"
    case .notListed: "not_listed"
    case .fetched: "fetched"
    case .notFetched: "not_fetched"
    case .cut: "cut"
    }
  }
}
