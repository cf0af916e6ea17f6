/// Greedy dual eviction by size and frequency (Cherkasova, 1998), with ghosts, and with hits that
/// are looked at late.
///
/// Each entry has a rank: the *age* of the cache when it was ranked, plus its worth, which is its
/// frequency over a power of its cost. The lowest rank goes, and the age becomes that rank; so
/// everything grows old, and what is small or often asked for grows old more slowly.
///
/// *Queues instead of a heap.* Worth is rounded to half powers of two. Entries of one worth are
/// ranked in the order of their arrival, so each worth has a queue, and the lowest rank is that of
/// the oldest entry of some queue.
///
/// *Late promotion.* A hit only counts itself in the entry. An entry that comes up for eviction
/// with hits is ranked anew, with as much more frequency; so hits of all shards count, and cost
/// nothing here.
///
/// *Ghosts.* The frequency of what was evicted is remembered for four times as many evictions as
/// there are entries, and goes on from there when it comes back.
///
/// *Probation.* What was never hit has an own worth, between an eighth and four times that of one
/// hit. Ghosts tell which: when what was evicted from probation comes back sooner than what was
/// evicted after hits, probation was too short, and the other way round. So a stream of content
/// asked for once passes quickly, and content that is asked for again at once is waited for.
///
/// Eight bytes an entry and its part of the ghosts, `GhostTable.bytesPerEntryMax`, beside the
/// links in the entry. Lets everything in.
final class GreedyDualPolicy: EvictionPolicy {
  private let seed: ContentKeySecret
  private var ranks = EntryRanks()
  private var queues: [WorthQueue]
  private var ghosts = GhostTable()
  /// The rank of what was evicted last.
  private var age: UInt64
  private var count = 0
  /// The worth of what was never hit, as the logarithm to base 2.
  private(set) var probation = -2.0
  /// Late evictions by whether the entry had ever been hit: each counts less with every later one.
  private var evictedUnhit = 1.0
  private var evictedHit = 1.0

  /// Between an eighth and four times the worth of one hit.
  private static let probationBounds = -3.0...2.0
  /// The most that a ghost's return counts for, against those of the other kind.
  private static let evidenceMax = 8.0
  /// Octaves by which probation changes while as many ghosts return as there are entries.
  private static let adaptation = 2.0
  /// The most entries that are ranked anew before one goes. After a long time of hits alone all
  /// have some, and a request must not wait until each has been looked at.
  private static let promotionsMax = 64
  /// The fewest entries that learning is paced by: with fewer, chance would rule.
  private static let paceMin = 16

  /// A policy that knows no entries.
  ///
  /// - Parameter age: where ranks begin.
  init(seed: ContentKeySecret, age: UInt64 = 0) {
    self.seed = seed
    self.age = age
    queues = (0..<EntryWorth.classCount).map { _ in WorthQueue() }
  }

  /// The entries of one worth, the lowest rank first.
  private struct WorthQueue {
    var entries = EntryQueue()
    /// The rank of the oldest; meaningless when there is none.
    var lowestRank: UInt64 = 0
  }

  func admits(_ key: ContentKey, cost: Int) -> Bool { true }

  func inserted(_ index: ContentEntry.Index, in entries: EntrySlab) {
    var frequency = 1
    if let ghost = ghosts.take(unsafe entries[index].pointee.key.hash(seed: seed)) {
      frequency = min(ghost.frequency + 1, EntryRanks.frequencyMax)
      if ghost.age <= ghosts.recentAge { learn(wasHit: ghost.frequency > 1) }
    }
    count += 1
    rank(index, frequency: frequency, in: entries)
  }

  func removed(_ index: ContentEntry.Index, in entries: EntrySlab) {
    unlink(index, in: entries)
    count -= 1
  }

  func evict(from entries: EntrySlab) -> ContentEntry.Index? {
    var turns = Self.promotionsMax
    while let index = lowest() {
      age = ranks.rank(of: index)
      unlink(index, in: entries)
      let hits = Int(entries.hits(of: index))
      let frequency = ranks.frequency(of: index)
      guard hits > 0, turns > 0 else {
        forget(index, frequency: frequency, in: entries)
        return index
      }
      turns -= 1
      entries.setHits(0, of: index)
      rank(index, frequency: min(frequency + hits, EntryRanks.frequencyMax), in: entries)
    }
    return nil
  }

  /// The entry with the lowest rank.
  private func lowest() -> ContentEntry.Index? {
    var found = ContentEntry.none
    var distance = UInt64.max
    for queue in queues where queue.entries.count > 0 {
      // No rank is below the age, so that the distance is right even after ranks wrap around.
      let own = (queue.lowestRank &- age) & EntryRanks.rankMask
      if own < distance { (found, distance) = (queue.entries.oldest, own) }
    }
    return found == ContentEntry.none ? nil : found
  }

  private func rank(_ index: ContentEntry.Index, frequency: Int, in entries: EntrySlab) {
    let worth = EntryWorth(
      frequency: frequency, cost: entries.cost(of: index), probation: probation)
    let rank = (age &+ worth.value) & EntryRanks.rankMask
    ranks.set(rank, frequency: frequency, of: index)
    unsafe entries[index].pointee.queue = worth.classNumber
    let number = Int(worth.classNumber)
    if queues[number].entries.count == 0 { queues[number].lowestRank = rank }
    queues[number].entries.append(index, in: entries)
  }

  private func unlink(_ index: ContentEntry.Index, in entries: EntrySlab) {
    let number = Int(unsafe entries[index].pointee.queue)
    let wasOldest = queues[number].entries.oldest == index
    queues[number].entries.remove(index, in: entries)
    if wasOldest, queues[number].entries.count > 0 {
      queues[number].lowestRank = ranks.rank(of: queues[number].entries.oldest)
    }
  }

  /// Leaves a ghost of what is evicted.
  private func forget(_ index: ContentEntry.Index, frequency: Int, in entries: EntrySlab) {
    count -= 1
    let keep = 1 - 1 / Double(max(count, Self.paceMin))
    evictedUnhit = evictedUnhit * keep + (frequency > 1 ? 0 : 1)
    evictedHit = evictedHit * keep + (frequency > 1 ? 1 : 0)
    ghosts.note(
      unsafe entries[index].pointee.key.hash(seed: seed), frequency: frequency, among: count)
  }

  /// A ghost has returned soon after its eviction: its kind was evicted too early. What is rare
  /// among the evicted is the stronger evidence.
  private func learn(wasHit: Bool) {
    let step = Self.adaptation / Double(max(count, Self.paceMin))
    let evidence = wasHit ? -evictedUnhit / evictedHit : evictedHit / evictedUnhit
    let change = step * min(max(evidence.magnitude, 1), Self.evidenceMax)
    probation = min(
      max(probation + (wasHit ? -change : change), Self.probationBounds.lowerBound),
      Self.probationBounds.upperBound)
  }
}
