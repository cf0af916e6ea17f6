internal import Bytes

/// The contents that are at home on one shard: what is let in, what is found, what has to go.
///
/// Bytes are charged to the budget where they are made, when a fill begins, and given back by
/// the last reference to them. So the budget covers bytes in flight and evicted bytes that are
/// still being sent, and eviction is only the asking: what it frees comes back when the last
/// reader is done.
final class MemoryTier {
  let limits: MemoryTierLimits
  let budget: ByteBudget
  let table: ContentTable
  private let policy: any EvictionPolicy
  private(set) var count = 0
  private(set) var counts = TierCounts()
  /// Where the sweep for stale entries goes on.
  private var swept: ContentEntry.Index = 0

  /// What has gone and which shards still answer with it.
  struct Departure {
    let content: StoredContent
    let borrowers: UInt64
  }

  /// A tier whose entries are in `table`, among others.
  init(limits: MemoryTierLimits, table: ContentTable, policy: any EvictionPolicy) {
    self.limits = limits
    self.table = table
    self.policy = policy
    budget = ByteBudget(limit: limits.bytes, filesMax: limits.filesMax)
  }

  /// Where new bodies of this tier are put.
  var placement: BodyBufferPlacement {
    BodyBufferPlacement(
      fileThreshold: limits.fileThreshold, lengthMax: limits.objectMax,
      overhead: StoredContent.overhead)
  }

  /// What is kept free, so that the next fill need not wait until other shards have dropped what
  /// is evicted for it.
  private var headroom: Int { budget.limit / 32 }

  /// Stores content in the place of what had its key, or says false: it is not admitted.
  ///
  /// - Parameter departed: told of everything that had to go.
  func insert(_ content: StoredContent, departed: (Departure) -> Void) -> Bool {
    let cost = content.body.chargedCount
    if let replaced = remove(content.key) { departed(replaced) }
    guard content.metadata.length <= limits.objectMax, policy.admits(content.key, cost: cost)
    else {
      counts.refused += 1
      return false
    }
    while count >= limits.entriesMax, let victim = evict() { departed(victim) }
    let index = table.insert(ContentEntry(content, isBorrowed: false))
    policy.inserted(index, in: table.entries)
    count += 1
    counts.stored += 1
    if budget.freeCount < headroom { _ = makeRoom(for: headroom, departed: departed) }
    return true
  }

  /// Takes content out.
  func remove(_ key: ContentKey) -> Departure? {
    guard let index = table.find(key), unsafe !table.entries[index].pointee.isBorrowed else {
      return nil
    }
    policy.removed(index, in: table.entries)
    return take(index)
  }

  /// Evicts until the budget has room for `needed` bytes, or says false.
  ///
  /// Evicts no more than twice what is missing: where the room does not come back because others
  /// still send the evicted bytes, evicting all the rest would not help them.
  func makeRoom(for needed: Int, departed: (Departure) -> Void) -> Bool {
    guard needed <= budget.limit else { return false }
    var allowance = 2 * max(0, needed - budget.freeCount)
    while budget.freeCount < needed, allowance > 0, let victim = evict() {
      allowance -= max(victim.content.body.chargedCount, 1)
      departed(victim)
    }
    return budget.freeCount >= needed
  }

  /// Looks at `steps` more entries and takes out those that were stale before `seconds`.
  func sweep(staleBefore seconds: Int64, steps: Int, departed: (Departure) -> Void) {
    for _ in 0..<min(steps, Int(table.entries.upperBound)) {
      if swept >= table.entries.upperBound { swept = 0 }
      defer { swept += 1 }
      guard let entry = unsafe table.entries.occupant(at: swept) else { continue }
      guard unsafe !entry.pointee.isBorrowed, unsafe entry.pointee.freshUntil < seconds else {
        continue
      }
      if let gone = unsafe remove(entry.pointee.key) {
        counts.expired += 1
        departed(gone)
      }
    }
  }

  private func evict() -> Departure? {
    guard let index = policy.evict(from: table.entries) else { return nil }
    counts.evicted += 1
    return take(index)
  }

  private func take(_ index: ContentEntry.Index) -> Departure? {
    let (key, borrowers) = unsafe (
      table.entries[index].pointee.key, table.entries[index].pointee.borrowers
    )
    guard let content = table.remove(key) else { return nil }
    count -= 1
    return Departure(content: content, borrowers: borrowers)
  }
}
