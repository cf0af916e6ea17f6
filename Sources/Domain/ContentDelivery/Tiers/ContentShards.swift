/// All shards of the memory tier: where each key is at home, and how to ask there.
package final class ContentShards: Sendable {
  package let secret: ContentKeySecret
  private let shards: [ShardConfined<ContentShard>]

  /// Shards without contents, one per executor, each with the same limits.
  ///
  /// - Parameters:
  ///   - limits: what one shard may hold.
  ///   - secret: of the process; a test may give its own.
  package init(
    on executors: [any ShardExecutor], limits: MemoryTierLimits,
    secret: ContentKeySecret = .random()
  ) {
    precondition(!executors.isEmpty)
    self.secret = secret
    shards = executors.enumerated().map { index, executor in
      ShardConfined(
        ContentShard(index: index, secret: secret, limits: limits), on: executor)
    }
    for (index, shard) in shards.enumerated() {
      // Weak: the shards belong to this directory, not the other way round.
      shard.post { [weak self] shard in
        shard.sendDrop = { self?.sendDrop($0) }
        shard.postRelief = { self?.shards[index].post { $0.relieve() } }
      }
    }
  }

  /// The number of shards.
  package var count: Int { shards.count }

  /// The number of the shard where a key is at home.
  ///
  /// By the upper half of the hash: the tables use the lower one.
  package func home(of key: ContentKey) -> Int {
    Int(((key.hash(seed: secret) >> 32) &* UInt64(shards.count)) >> 32)
  }

  /// A shard, to be touched where it lives.
  package subscript(index: Int) -> ShardConfined<ContentShard> { shards[index] }

  /// Passes the home shard of a key to a body, there, and gives its result back here.
  package func atHome<R: Sendable>(
    of key: ContentKey, _ body: @escaping @Sendable (ContentShard) -> R
  ) async -> R {
    await shards[home(of: key)].run(body)
  }

  /// Looks a key up at its home. Fresh content of another home is borrowed by the asking shard,
  /// which answers the next request for it by itself.
  ///
  /// - Parameters:
  ///   - requester: the shard that asks and on whose loop the caller runs.
  ///   - seconds: the time, since 1970.
  package func locate(
    _ key: ContentKey, for requester: Int, at seconds: Int64
  ) async -> ContentShard.Found {
    let home = home(of: key)
    if home == requester { return shards[home].here.lookup(key, at: seconds) }
    let found = await shards[home].run { shard in
      let found = shard.lookup(key, at: seconds)
      if case .fresh(let content) = found {
        content.noteHit()
        self.lend(content, from: shard, to: requester)
      }
      return found
    }
    return found
  }

  /// Lends content to a shard; called at its home. What the home says of it later, drops included,
  /// arrives after it, because messages between two shards keep their order.
  package func lend(_ content: StoredContent, from home: ContentShard, to borrower: Int) {
    // What was found by an alias is at home elsewhere, and only there it can be lent.
    guard borrower != home.index, self.home(of: content.key) == home.index else { return }
    home.lend(content.key, to: borrower)
    shards[borrower].post { $0.borrow(content) }
  }

  /// Stores content at its home; says false when it was not admitted there.
  @discardableResult
  package func insert(_ content: StoredContent) async -> Bool {
    await atHome(of: content.key) { $0.insert(content) }
  }

  /// Takes content out everywhere, by its key or by the name of a patch; no shard answers with it once this returns.
  ///
  /// - Returns: whether there was any.
  @discardableResult
  package func purge(_ key: ContentKey) async -> Bool {
    await purgeCopies(of: key).contents > 0
  }

  /// Takes content out everywhere and counts the copies.
  package func purgeCopies(of key: ContentKey) async -> PurgeCount {
    var keys = [key]
    if key.kind == .namedPatch {
      for shard in shards {
        if let target = await shard.run({ $0.target(ofAlias: key) }) { keys.append(target) }
      }
    }
    var count = PurgeCount()
    for key in keys {
      let (gone, wasSliced) = await atHome(of: key) { $0.takeOut(key) }
      let taken = await takeBack([gone].compactMap(\.self))
      count.contents += taken.contents + (wasSliced ? 1 : 0)
      count.copies += taken.copies + (wasSliced ? 1 : 0)
    }
    // What was evicted or replaced just before may still be on its way to those who borrowed it.
    await settle()
    return count
  }

  /// Takes out everywhere what matches: at each home a few entries in a turn, so that no request
  /// waits for long. What arrives meanwhile may stay.
  package func purge(_ scope: PurgeScope) async -> PurgeCount {
    var total = PurgeCount()
    for shard in shards {
      let sliced = await shard.run { $0.removeSliced { scope.includes($0) } }
      total.contents += sliced
      total.copies += sliced
      var next: UInt32? = 0
      while let start = next {
        let (gone, rest) = await shard.run {
          $0.takeOut(from: start, steps: Self.entriesPerTurn) { scope.includes($0) }
        }
        let count = await takeBack(gone)
        total.contents += count.contents
        total.copies += count.copies
        next = rest
      }
    }
    await settle()
    return total
  }

  /// Entries that a purge looks at in one turn of a loop.
  private static let entriesPerTurn: UInt32 = 1024

  /// Has what its home let go of dropped by every shard that borrowed it. What was lent before
  /// is there by now, because a home sends it before it answers here.
  private func takeBack(_ departures: [MemoryTier.Departure]) async -> PurgeCount {
    var total = PurgeCount()
    total.contents = departures.count
    total.copies = departures.count
    for (index, shard) in shards.enumerated() {
      let lent = departures.filter { $0.borrowers & 1 << UInt64(index % 64) != 0 }
        .map { ($0.content.key, ObjectIdentifier($0.content)) }
      guard !lent.isEmpty else { continue }
      total.copies += await shard.run { shard in
        lent.count { shard.drop($0.0, ifIdentical: $0.1) }
      }
    }
    return total
  }

  /// Takes everything out everywhere.
  package func purgeAll() async {
    for shard in shards { await shard.run { $0.removeAll() } }
    await settle()
  }

  /// Makes room at the home of a key, waiting for what other shards have borrowed to come back;
  /// says false when what is in use leaves too little.
  package func makeRoom(for byteCount: Int, atHomeOf key: ContentKey) async -> Bool {
    await makeRoom(for: byteCount, on: home(of: key))
  }

  /// Makes room on a shard in the same way.
  package func makeRoom(for byteCount: Int, on shard: Int) async -> Bool {
    if await shards[shard].run({ $0.makeRoom(for: byteCount) }) { return true }
    await settle()
    return await shards[shard].run { $0.makeRoom(for: byteCount) }
  }

  /// What each shard holds and has done.
  package func counts() async -> [ShardCounts] {
    var counts: [ShardCounts] = []
    for shard in shards { counts.append(await shard.run { $0.counts }) }
    return counts
  }

  /// Waits until every shard has seen the messages sent to it so far.
  private func settle() async {
    for shard in shards {
      unsafe await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
        shard.post { _ in unsafe continuation.resume() }
      }
    }
  }

  private func sendDrop(_ departure: MemoryTier.Departure) {
    let (key, identity) = (departure.content.key, ObjectIdentifier(departure.content))
    for (index, shard) in shards.enumerated()
    where departure.borrowers & 1 << UInt64(index % 64) != 0 {
      shard.post { $0.drop(key, ifIdentical: identity) }
    }
  }
}
