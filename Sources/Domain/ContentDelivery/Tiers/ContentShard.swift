package import Bytes

/// The contents that one shard can answer with: those at home on it and those borrowed from their
/// homes on other shards. Lives and dies on one event loop.
///
/// *Home.* Every key has a home shard, chosen by its hash. The home owns the authoritative entry,
/// the bytes charged for it, its eviction, its freshness and its fill.
///
/// *Borrowed.* A body exists once in memory. A shard that was asked for content of another home
/// keeps a reference and copies of the addresses inside; from then on it answers by itself. The
/// home remembers who borrowed (a bit per shard) and tells them to drop it when it is evicted,
/// replaced or purged; they do so with their next turn. What they are sending meanwhile stays
/// whole, and stays charged to its home, until the last reference is gone.
///
/// So a hit touches this object and immutable memory only: no lock, no message, no count of
/// references that several cores would fight for.
package final class ContentShard {
  /// The number of this shard.
  package let index: Int
  package let secret: ContentKeySecret
  /// How often contents are asked for here.
  package let statistics: ContentStatistics
  let table: ContentTable
  let tier: MemoryTier
  let borrowings = SievePolicy()
  var borrowedCount = 0
  /// The names that contents are found by as well, by their keys.
  var aliases: [ContentKey: ContentKey] = [:]
  private var knownSizes: KnownSizes
  var directory: SliceDirectory
  // Added to by every hit, and never passed on by reference: no check of exclusive access.
  @exclusivity(unchecked) private var homeHits: UInt64 = 0
  @exclusivity(unchecked) private var borrowedHits: UInt64 = 0
  private var dropped: UInt64 = 0
  /// Tells the shards of a bit set to drop an entry.
  var sendDrop: (_ departure: MemoryTier.Departure) -> Void = { _ in }
  /// Has `relieve` called in a turn of its own; nil where there is no loop to do so.
  var postRelief: (() -> Void)?
  private var isReliefPosted = false

  /// A shard without contents.
  init(
    index: Int, secret: ContentKeySecret, limits: MemoryTierLimits,
    policy: (any EvictionPolicy)? = nil
  ) {
    self.index = index
    self.secret = secret
    statistics = ContentStatistics(secret: secret)
    table = ContentTable(seed: secret)
    tier = MemoryTier(
      limits: limits, table: table, policy: policy ?? GreedyDualPolicy(seed: secret))
    knownSizes = KnownSizes(countMax: limits.knownSizesMax)
    directory = SliceDirectory(
      countMax: limits.slices.contentsMax,
      digestsMax: limits.bytes / limits.slices.digestsShare / SliceLedger.bytesPerDigest)
  }

  /// What a look-up found.
  package enum Found {
    case fresh(StoredContent)
    /// There, but past its time.
    case stale(StoredContent)
    case absent

    /// The content, fresh or stale.
    package var content: StoredContent? {
      switch self {
      case .fresh(let content), .stale(let content): content
      case .absent: nil
      }
    }
  }

  /// Looks content up among those at home and those borrowed; for the task path.
  package func lookup(_ key: ContentKey, at seconds: Int64) -> Found {
    guard let entry = unsafe entry(of: key) else { return .absent }
    let content = unsafe entry.pointee.content.takeUnretainedValue()
    return content.isFresh(at: seconds) ? .fresh(content) : .stale(content)
  }

  /// The entry of a key; valid until the table changes, so within one turn.
  @inline(__always)
  func entry(of key: ContentKey) -> UnsafeMutablePointer<ContentEntry>? {
    guard let index = table.find(key) else { return nil }
    return unsafe table.entries[index]
  }

  /// Takes note of a hit that was answered from an entry.
  @inline(__always)
  func noteHit(_ entry: UnsafeMutablePointer<ContentEntry>) {
    unsafe HeadBlock.noteHit(before: entry.pointee.lines)
    if unsafe entry.pointee.isBorrowed {
      unsafe entry.pointee.wasVisited = true
      unsafe borrowedHits &+= 1
    } else {
      unsafe homeHits &+= 1
    }
  }

  // MARK: At home

  /// The budget that bodies at home here are charged to.
  package var budget: ByteBudget { tier.budget }

  /// The longest content that is stored, in bytes; longer ones can only be passed through.
  package var objectMax: Int { tier.limits.objectMax }

  /// An empty body, charged to this shard, for content at home here; makes room for it.
  ///
  /// - Throws: `.tooLong` when it will never fit, `.overBudget` when everything that could go
  ///   is still in use.
  package func makeBody(length: Int?) throws(BodyBufferError) -> BodyBuffer {
    do {
      return try BodyBuffer(length: length, placement: tier.placement, budget: tier.budget)
    } catch .overBudget {
      guard makeRoom(for: (length ?? 0) + 4096 + StoredContent.overhead) else {
        throw .overBudget
      }
      return try BodyBuffer(length: length, placement: tier.placement, budget: tier.budget)
    }
  }

  /// Evicts until there is room for so many bytes, or says false. What other shards have borrowed
  /// comes back only when they have dropped it: ask again after a turn.
  package func makeRoom(for byteCount: Int) -> Bool {
    tier.makeRoom(for: byteCount) { depart($0) }
  }

  /// The same body in one run, where its length was not known when it began and there is room to
  /// copy it: only such bodies are answered on the loop.
  package func gathered(_ body: BodyBuffer) -> BodyBuffer {
    guard body.chargedCount > body.count + body.count / 8 + 4096 || body.isScattered,
      makeRoom(for: body.count + 4096 + StoredContent.overhead)
    else { return body }
    return (try? body.gathered(placement: tier.placement, budget: tier.budget)) ?? body
  }

  /// Stores content at home here, in the place of what had its key; says false when it is not
  /// admitted. It can be served either way.
  @discardableResult
  package func insert(_ content: StoredContent) -> Bool {
    knownSizes.remember(KnownSize(content.metadata), of: content.key)
    if let entry = unsafe entry(of: content.key), unsafe entry.pointee.isBorrowed {
      let other = unsafe entry.pointee.content.takeUnretainedValue().key
      precondition(other != content.key, "the content is at home on another shard")
      dropAlias(of: other)
    }
    let isStored = tier.insert(content) { depart($0) }
    postReliefIfNeeded()
    return isStored
  }

  /// Puts content into the place of what has the same bytes under the same key; whoever has
  /// borrowed that is told to drop it.
  func replace(_ content: StoredContent, with successor: StoredContent) {
    if let departure = tier.replace(content, with: successor) { depart(departure) }
  }

  /// Takes content at home here out, as a purge does: nothing is remembered of it.
  @discardableResult
  package func remove(_ key: ContentKey) -> Bool {
    knownSizes.forget(key)
    let wasSliced = removeSliced(key)
    guard let departure = tier.remove(key) else { return wasSliced }
    depart(departure)
    return true
  }

  /// Takes everything out that is at home here or borrowed.
  package func removeAll() {
    knownSizes.removeAll()
    directory.removeAll()
    for index in 0..<table.entries.upperBound {
      guard let entry = unsafe table.entries.occupant(at: index) else { continue }
      let key = unsafe entry.pointee.key
      if unsafe entry.pointee.isBorrowed {
        drop(key)
      } else {
        remove(key)
      }
    }
    aliases = [:]
  }

  /// Looks at a few more entries and takes out those that were stale long since.
  package func sweep(staleBefore seconds: Int64, steps: Int = 256) {
    tier.sweep(staleBefore: seconds, steps: steps) { depart($0) }
  }

  /// A second has passed, by which demand is measured.
  package func tick() {
    tier.tick()
    postReliefIfNeeded()
  }

  /// Evicts a little ahead of demand, and the rest in later turns.
  func relieve() {
    isReliefPosted = false
    if tier.relieve(departed: { depart($0) }) { postReliefIfNeeded() }
  }

  private func postReliefIfNeeded() {
    guard let postRelief, !isReliefPosted, tier.isUnderPressure else { return }
    isReliefPosted = true
    postRelief()
  }

  // MARK: Pins

  /// Keeps content at home here from being evicted, now or once it arrives.
  package func pin(_ key: ContentKey) -> PinState { tier.pin(key) }

  /// Lets content at home here be evicted again; says whether it was pinned.
  package func unpin(_ key: ContentKey) -> Bool {
    let count = directory.find(key)?.geometry.count ?? 0
    return tier.unpin(key, slices: (0..<count).map { key.slice($0) })
  }

  // MARK: Purging

  /// Takes content at home here out without telling those who borrowed it.
  ///
  /// - Returns: what has gone in one piece, and whether it was kept in slices.
  func takeOut(_ key: ContentKey) -> (gone: MemoryTier.Departure?, wasSliced: Bool) {
    knownSizes.forget(key)
    let wasSliced = removeSliced(key)
    let departure = tier.remove(key)
    if let departure { forgetAlias(of: departure) }
    return (departure, wasSliced)
  }

  /// Takes out what matches among some entries at home here, without telling those who borrowed.
  ///
  /// - Returns: what has gone, and the entry to go on with; nil after the last.
  func takeOut(
    from start: UInt32, steps: UInt32, where matches: (StoredContent) -> Bool
  ) -> (gone: [MemoryTier.Departure], next: UInt32?) {
    if start == 0 { knownSizes.removeAll() }
    let end = min(start + steps, table.entries.upperBound)
    var gone: [MemoryTier.Departure] = []
    for index in start..<max(start, end) {
      guard let entry = unsafe table.entries.occupant(at: index),
        unsafe !entry.pointee.isBorrowed, unsafe !entry.pointee.key.isSlice,
        matches(unsafe entry.pointee.content.takeUnretainedValue()),
        let departure = unsafe tier.remove(entry.pointee.key)
      else { continue }
      forgetAlias(of: departure)
      gone.append(departure)
    }
    return (gone, end < table.entries.upperBound ? end : nil)
  }

  /// The size of content at home here, whether or not its bytes are still there.
  package func knownSize(of key: ContentKey, at seconds: Int64) -> KnownSize? {
    knownSizes.size(of: key, at: seconds)
  }

  /// Remembers the size of content at home here that was not stored.
  package func remember(_ size: KnownSize, of key: ContentKey) {
    knownSizes.remember(size, of: key)
  }

  /// Notes that another shard is about to answer with content at home here.
  func lend(_ key: ContentKey, to shard: Int) {
    guard let entry = unsafe entry(of: key) else { return }
    unsafe entry.pointee.borrowers |= 1 << UInt64(shard % 64)
  }

  func depart(_ departure: MemoryTier.Departure) {
    forgetAlias(of: departure)
    if departure.borrowers != 0 { sendDrop(departure) }
  }

  /// What has gone has no other name here any more.
  private func forgetAlias(of departure: MemoryTier.Departure) {
    dropAlias(of: departure.content.key, ifIdentical: ObjectIdentifier(departure.content))
  }

  // MARK: Borrowed

  /// Keeps content of another home, to answer with it from now on.
  func borrow(_ content: StoredContent) {
    drop(content.key)
    makeRoomToBorrow()
    let index = table.insert(ContentEntry(content, isBorrowed: true))
    borrowings.inserted(index, in: table.entries)
    borrowedCount += 1
  }

  /// Drops a borrowed entry if there are as many as may be.
  func makeRoomToBorrow() {
    guard borrowedCount >= tier.limits.borrowedMax,
      let victim = borrowings.evict(from: table.entries)
    else { return }
    let key = unsafe table.entries[victim].pointee.key
    let content = table.remove(key)
    borrowedCount -= 1
    if let content, content.key != key { aliases[content.key] = nil }
  }

  /// Lets go of borrowed content. With an identity, only if it is that very content.
  ///
  /// - Returns: whether it was there.
  @discardableResult
  func drop(_ key: ContentKey, ifIdentical identity: ObjectIdentifier? = nil) -> Bool {
    dropAlias(of: key, ifIdentical: identity)
    guard let index = table.find(key), unsafe table.entries[index].pointee.isBorrowed else {
      return false
    }
    if let identity {
      let content = unsafe table.entries[index].pointee.content.takeUnretainedValue()
      guard ObjectIdentifier(content) == identity else { return false }
      dropped += 1
    }
    borrowings.removed(index, in: table.entries)
    _ = table.remove(key)
    borrowedCount -= 1
    return true
  }

  // MARK: Metrics

  /// What this shard holds and has done.
  package var counts: ShardCounts {
    var counts = ShardCounts()
    counts.homeHits = unsafe homeHits
    counts.borrowedHits = unsafe borrowedHits
    counts.dropped = dropped
    counts.tier = tier.counts
    counts.homeCount = tier.count
    counts.borrowedCount = borrowedCount
    counts.pinnedCount = tier.pins.heldCount
    counts.pinnedBytes = tier.pins.bytes
    counts.usedBytes = tier.budget.usedCount
    counts.limitBytes = tier.budget.limit
    counts.mappingCount = tier.budget.mappingCount
    return counts
  }
}
