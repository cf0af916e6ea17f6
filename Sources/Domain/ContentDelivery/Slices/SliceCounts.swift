/// How many slices of a shard something has happened to.
package struct SliceCounts: Hashable, Sendable {
  private var events = [UInt64](repeating: 0, count: SliceEvent.allCases.count)

  /// Counts of nothing.
  package init() {}

  /// How many slices something has happened to.
  package subscript(event: SliceEvent) -> UInt64 {
    get { events[event.rawValue] }
    set { events[event.rawValue] = newValue }
  }
}
