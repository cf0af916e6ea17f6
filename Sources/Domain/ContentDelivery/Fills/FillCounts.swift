/// What the fills of a shard have done and are doing.
package struct FillCounts: Hashable, Sendable {
  private var events = [UInt64](repeating: 0, count: FillEvent.allCases.count)
  /// Fetches under way that are to be stored or were meant to be.
  package var fillCount = 0
  /// Fetches under way for one reader each.
  package var streamCount = 0
  /// Bytes that have come from origins.
  package var originBytes: UInt64 = 0

  /// What has happened to slices.
  package var slices = SliceCounts()

  /// Counts of nothing.
  package init() {}

  /// How often something has happened.
  package subscript(event: FillEvent) -> UInt64 {
    get { events[event.rawValue] }
    set { events[event.rawValue] = newValue }
  }
}
