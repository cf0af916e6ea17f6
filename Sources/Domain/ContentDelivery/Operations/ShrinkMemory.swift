internal import Bytes

/// Evicts a part of what is in memory, a little in each turn of a loop, so that no request waits.
package struct ShrinkMemory: Sendable {
  /// Bytes that are evicted in one turn.
  private static let bytesPerTurn = 4 << 20

  private let shards: ContentShards

  /// The operation over the shards of the process.
  package init(shards: ContentShards) { self.shards = shards }

  /// Evicts about this share of what each shard holds; gives the bytes that have come back. What is
  /// pinned stays, and so does what is being sent until it is sent.
  package func callAsFunction(share: Double) async -> Int {
    var releasedCount = 0
    for index in 0..<shards.count {
      let used = await shards[index].run { $0.budget.usedCount }
      let goal = used - Int(Double(used) * min(max(share, 0), 1))
      var left = used
      while left > goal {
        let now = await shards[index].run { shard in
          let budget = shard.budget
          let wanted = max(goal, budget.usedCount - Self.bytesPerTurn)
          _ = shard.makeRoom(for: budget.limit - wanted)
          return budget.usedCount
        }
        // What others have borrowed comes back later: evicting more would not bring it sooner.
        guard now < left else { break }
        left = now
      }
      releasedCount += max(used - left, 0)
    }
    return releasedCount
  }
}
