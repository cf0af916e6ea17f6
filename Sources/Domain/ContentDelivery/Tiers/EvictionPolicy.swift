/// Decides what is let in and what has to go; owned by one shard.
///
/// A policy is not called on hits: each entry counts its own, up to `StoredContent.hitsMax`, and
/// the policy reads and resets the counts when it looks for a victim. Whatever else it needs, such
/// as ghosts of what it evicted, it keeps itself; the links and the queue number in each entry
/// are its own, too.
protocol EvictionPolicy: AnyObject {
  /// Whether content may be stored; asked before it is inserted, with what it costs.
  func admits(_ key: ContentKey, cost: Int) -> Bool

  /// An entry was stored, or may be evicted again.
  func inserted(_ index: ContentEntry.Index, in entries: EntrySlab)

  /// An entry is about to be taken out for another reason than eviction, or must not be evicted
  /// any more.
  func removed(_ index: ContentEntry.Index, in entries: EntrySlab)

  /// Chooses an entry, forgets it, and leaves it to the caller to take it out; nil when it knows
  /// none.
  func evict(from entries: EntrySlab) -> ContentEntry.Index?
}
