/// What one shard holds and has done, for metrics.
package struct ShardCounts: Hashable, Sendable {
  /// Hits answered from entries at home here.
  package var homeHits: UInt64 = 0
  /// Hits answered from borrowed entries.
  package var borrowedHits: UInt64 = 0
  /// Borrowed entries dropped because their home said so.
  package var dropped: UInt64 = 0
  /// What the memory tier has done.
  package var tier = TierCounts()
  /// Entries at home here.
  package var homeCount = 0
  /// Entries borrowed from other shards.
  package var borrowedCount = 0
  /// Entries at home here that are pinned, and their bytes.
  package var pinnedCount = 0
  package var pinnedBytes = 0
  /// Bytes of budget in use, in flight included.
  package var usedBytes = 0
  /// Bytes of budget.
  package var limitBytes = 0
  /// Contents in pages of their own.
  package var mappingCount = 0

  /// Counts of nothing.
  package init() {}
}
