/// What a memory tier has done since it began.
package struct TierCounts: Hashable, Sendable {
  /// Contents stored.
  package var stored: UInt64 = 0
  /// Contents that were not admitted.
  package var refused: UInt64 = 0
  /// Contents that had to make room.
  package var evicted: UInt64 = 0
  /// Of those, the ones that went ahead of demand.
  package var relieved: UInt64 = 0
  /// Contents taken out because they were stale.
  package var expired: UInt64 = 0

  /// Counts of nothing.
  package init() {}
}
