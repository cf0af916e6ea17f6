/// What happens to slices, for metrics.
package enum SliceEvent: Int, CaseIterable, Sendable {
  /// A slice was stored.
  case stored
  /// A reader found a slice stored.
  case hit
  /// A slice was asked of an origin.
  case fetched
  /// A fetch that had failed was replaced.
  case replaced
  /// An origin contradicted what was known of the content, and its slices were thrown away.
  case contradicted

  /// The event as the value of a label.
  package var label: String { "\(self)" }
}
