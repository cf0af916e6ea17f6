/// SIEVE (Zhang et al., NSDI 2024): one queue in order of arrival, and a hand that walks from the
/// oldest to the newest; it spares what was hit since it last passed, where it stands, and evicts
/// the first that was not.
///
/// Lets everything in.
final class SievePolicy: EvictionPolicy {
  private var queue = EntryQueue()
  private var hand = ContentEntry.none

  /// A policy that knows no entries.
  init() {}

  func admits(_ key: ContentKey, cost: Int) -> Bool { true }

  func inserted(_ index: ContentEntry.Index, in entries: EntrySlab) {
    queue.append(index, in: entries)
  }

  func removed(_ index: ContentEntry.Index, in entries: EntrySlab) {
    if hand == index { hand = unsafe entries[index].pointee.newer }
    queue.remove(index, in: entries)
  }

  func evict(from entries: EntrySlab) -> ContentEntry.Index? {
    guard queue.count > 0 else { return nil }
    var candidate = hand == ContentEntry.none ? queue.oldest : hand
    // Two rounds at most: hits of other shards may come in between, but not for ever.
    for _ in 0..<(2 * queue.count) {
      guard entries.hits(of: candidate) > 0 else { break }
      entries.setHits(0, of: candidate)
      let newer = unsafe entries[candidate].pointee.newer
      candidate = newer == ContentEntry.none ? queue.oldest : newer
    }
    hand = unsafe entries[candidate].pointee.newer
    queue.remove(candidate, in: entries)
    return candidate
  }
}
