internal import Bytes
internal import WalrusIdentity

/// Replays requests through the code that serves: the table, the policy and the budget of one
/// shard, with contents that are charged but have no bytes.
package final class TierReplay {
  private let shard: ContentShard

  /// A cache of `byteCount` bytes with nothing in it.
  package init(byteCount: Int) {
    var limits = MemoryTierLimits(
      bytes: byteCount, shardCount: 1, entriesMax: .max, objectMax: byteCount, mappingsMax: 0)
    limits.knownSizesMax = 1
    // One for all replays, so that each gives the same result again.
    shard = ContentShard(index: 0, secret: ContentKeySecret(0x5eed, 0x5eed), limits: limits)
  }

  /// Asks for content by its number; says whether it was there. If not, it is stored as content
  /// that costs so many bytes.
  package func request(_ number: UInt64, cost: Int) -> Bool {
    let key = Self.key(number)
    if let entry = unsafe shard.entry(of: key) {
      unsafe shard.noteHit(entry)
      return true
    }
    guard let body = body(cost: max(cost, 1)) else { return false }
    let metadata = ContentMetadata(
      length: 0, entityTag: "", source: "", storedAt: 0, freshUntil: .max)
    shard.insert(StoredContent(key: key, metadata: metadata, body: body))
    return false
  }

  private func body(cost: Int) -> BodyBuffer? {
    if let body = try? BodyBuffer(standingFor: cost, budget: shard.budget) { return body }
    guard shard.makeRoom(for: cost) else { return nil }
    return try? BodyBuffer(standingFor: cost, budget: shard.budget)
  }

  /// Looks contents up by their numbers and notes each hit, as serving does; the number of hits.
  package func hits(of numbers: [UInt32]) -> Int {
    var count = 0
    for number in numbers {
      guard let entry = unsafe shard.entry(of: Self.key(UInt64(number))) else { continue }
      unsafe shard.noteHit(entry)
      count += 1
    }
    return count
  }

  /// Entries in the cache.
  package var count: Int { shard.counts.homeCount }

  private static func key(_ number: UInt64) -> ContentKey {
    ContentKey(BlobID(words: (number, number &* 0x9e37_79b9_7f4a_7c15, ~number, 1)))
  }
}
