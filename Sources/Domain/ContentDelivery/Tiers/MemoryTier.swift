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
  private(set) var pins: PinnedKeys
  private var pressure: Pressure
  /// Where the sweep for stale entries goes on.
  private var swept: ContentEntry.Index = 0

  /// What has gone and which shards still answer with it.
  struct Departure: Sendable {
    let content: StoredContent
    let borrowers: UInt64
  }

  /// A tier whose entries are in `table`, among others.
  init(limits: MemoryTierLimits, table: ContentTable, policy: any EvictionPolicy) {
    self.limits = limits
    self.table = table
    self.policy = policy
    budget = ByteBudget(limit: limits.bytes, mappingsMax: limits.mappingsMax)
    pins = PinnedKeys(countMax: limits.pinsMax, bytesMax: limits.pinnedBytesMax)
    pressure = Pressure(limit: limits.bytes)
  }

  /// Where new bodies of this tier are put.
  var placement: BodyBufferPlacement {
    BodyBufferPlacement(
      pagesThreshold: limits.pagesThreshold, lengthMax: limits.objectMax,
      overhead: StoredContent.overhead)
  }

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
    if content.metadata.proof == .proven, pins.take(content.key.whole, cost: cost) {
      unsafe table.entries[index].pointee.isPinned = true
    } else {
      policy.inserted(index, in: table.entries)
    }
    count += 1
    counts.stored += 1
    pressure.note(arrived: cost)
    return true
  }

  /// Takes content out.
  func remove(_ key: ContentKey) -> Departure? {
    guard let index = table.find(key), unsafe !table.entries[index].pointee.isBorrowed else {
      return nil
    }
    if unsafe table.entries[index].pointee.isPinned {
      pins.giveBack(cost: table.entries.cost(of: index))
    } else {
      policy.removed(index, in: table.entries)
    }
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

  // MARK: Pins

  /// Keeps content from being evicted, now or once it arrives.
  func pin(_ key: ContentKey) -> PinState {
    guard pins.insert(key) else { return .tooMany }
    guard let index = table.find(key), unsafe !table.entries[index].pointee.isBorrowed else {
      return .awaited
    }
    if unsafe table.entries[index].pointee.isPinned { return .held }
    let proof = unsafe table.entries[index].pointee.content._withUnsafeGuaranteedRef {
      $0.metadata.proof
    }
    guard proof == .proven else { return .unproven }
    guard pins.take(key, cost: table.entries.cost(of: index)) else { return .beyondShare }
    policy.removed(index, in: table.entries)
    unsafe table.entries[index].pointee.isPinned = true
    return .held
  }

  /// Keeps content from being evicted that is in slices: those that are there, if all are, and
  /// those that arrive.
  func pin(_ key: ContentKey, slices: [ContentKey], proof: ContentProof) -> PinState {
    guard pins.insert(key) else { return .tooMany }
    let indices = slices.compactMap { table.find($0) }
    guard indices.count == slices.count else { return .awaited }
    guard proof == .proven else { return .unproven }
    let cost = indices.reduce(0) {
      $0 + (unsafe table.entries[$1].pointee.isPinned ? 0 : table.entries.cost(of: $1))
    }
    guard cost <= pins.freeBytes else { return .beyondShare }
    for index in indices where unsafe !table.entries[index].pointee.isPinned {
      _ = pins.take(key, cost: table.entries.cost(of: index))
      policy.removed(index, in: table.entries)
      unsafe table.entries[index].pointee.isPinned = true
    }
    return .held
  }

  /// Lets content, and those of its slices that are there, be evicted again; says whether it was
  /// pinned.
  func unpin(_ key: ContentKey, slices: [ContentKey] = []) -> Bool {
    guard pins.remove(key) else { return false }
    for key in [key] + slices {
      guard let index = table.find(key), unsafe table.entries[index].pointee.isPinned else {
        continue
      }
      pins.giveBack(cost: table.entries.cost(of: index))
      unsafe table.entries[index].pointee.isPinned = false
      policy.inserted(index, in: table.entries)
    }
    return true
  }

  // MARK: Pressure

  /// Whether so much is in use that eviction should get ahead of demand.
  var isUnderPressure: Bool { pressure.shortage(used: budget.usedCount) > 0 }

  /// A second has passed: how much arrived in it tells how much should be free.
  func tick() { pressure.tick() }

  /// Evicts a little ahead of demand; says whether there is more to do.
  func relieve(departed: (Departure) -> Void) -> Bool {
    for _ in 0..<Pressure.evictionsPerTurn {
      guard pressure.shortage(used: budget.usedCount) > 0, let victim = evict() else {
        return false
      }
      counts.relieved += 1
      pressure.note(relieved: max(victim.content.body.chargedCount, 1))
      departed(victim)
    }
    return isUnderPressure
  }
}
