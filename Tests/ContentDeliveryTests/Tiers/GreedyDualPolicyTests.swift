import TestSupport
import Testing

@testable import ContentDelivery

@Suite struct GreedyDualPolicyTests {
  @Test(arguments: 1...100)
  func `what is hit stays, at every capacity`(capacity: Int) throws {
    var cache = PolicyUnderTest()
    for number in 0..<capacity { try cache.insert(number) }
    let hot = 0..<(capacity / 2)
    for number in 1000..<(1000 + 3 * capacity) {
      hot.forEach { cache.hit($0) }
      #expect(cache.evict() != nil)
      try cache.insert(number)
      #expect(cache.count == capacity)
    }
    #expect(hot.allSatisfy { cache.has($0) })
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `every entry comes out once, and then none`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var cache = PolicyUnderTest()
    var inside: Set<Int> = []
    for _ in 0..<5000 {
      let number = Int.random(in: 0..<300, using: &random)
      switch Int.random(in: 0..<8, using: &random) {
      case 0..<4 where !inside.contains(number):
        try cache.insert(number, cost: 1 << Int.random(in: 0..<34, using: &random))
        inside.insert(number)
      case 4: cache.hit(number)
      case 5:
        cache.remove(number)
        inside.remove(number)
      case 6:
        let victim = cache.evict()
        #expect((victim == nil) == inside.isEmpty)
        if let victim { #expect(inside.remove(victim) != nil) }
      default: break
      }
      #expect(cache.count == inside.count)
    }
    while let victim = cache.evict() { #expect(inside.remove(victim) != nil) }
    #expect(inside.isEmpty)
  }

  @Test func `what is small outlasts what is large and as often asked for`() throws {
    var cache = PolicyUnderTest()
    for number in 0..<20 { try cache.insert(number, cost: number % 2 == 0 ? 1 << 20 : 4096) }
    let first = (0..<10).map { _ in cache.evict() ?? -1 }
    #expect(first.allSatisfy { $0 % 2 == 0 })
  }

  @Test func `what is large and never asked for again makes way all the same`() throws {
    var cache = PolicyUnderTest()
    try cache.insert(0, cost: 4096)
    for _ in 0..<40 { cache.hit(0) }
    // What was popular once is worth sixty-three others at most.
    for number in 1..<2000 {
      try cache.insert(number, cost: 4096)
      _ = cache.evict()
      if !cache.has(0) { return }
    }
    Issue.record("it is still there")
  }

  @Test func `what comes back after eviction is worth what it was`() throws {
    var cache = PolicyUnderTest()
    for number in 0..<10 { try cache.insert(number) }
    for _ in 0..<3 { cache.hit(0) }
    // Nobody asks any more, so that it goes in the end.
    while cache.has(0) {
      _ = cache.evict()
    }
    for number in 100..<110 { try cache.insert(number) }
    try cache.insert(0)
    let victims = (0..<10).map { _ in cache.evict() ?? -1 }
    #expect(!victims.contains(0))
  }

  @Test func `ranks may wrap around`() throws {
    var random = SplitMix64(seed: 9)
    var plain = PolicyUnderTest()
    var wrapping = PolicyUnderTest(
      GreedyDualPolicy(seed: SampleContent.secret, age: EntryRanks.rankMask - 1_000_000))
    for number in 0..<3000 {
      let cost = 1 << Int.random(in: 0..<30, using: &random)
      try plain.insert(number, cost: cost)
      try wrapping.insert(number, cost: cost)
      let popular = Int.random(in: 0...number, using: &random)
      plain.hit(popular)
      wrapping.hit(popular)
      if number >= 200 { #expect(plain.evict() == wrapping.evict()) }
    }
  }

  @Test func `where all have been hit, only some are looked at before one goes`() throws {
    var cache = PolicyUnderTest()
    for number in 0..<1000 {
      try cache.insert(number)
      cache.hit(number)
    }
    #expect(cache.evict() != nil)
    let hit = cache.table.entries
    let left = (0..<hit.upperBound).count { hit.occupant(at: $0) != nil && hit.hits(of: $0) > 0 }
    #expect(left > 900)
  }

  // MARK: Whole traces

  /// Misses of a cache for so many objects of one size.
  private func missRatio(_ capacity: Int, _ requests: [UInt64]) -> Double {
    let cache = TierReplay(byteCount: capacity)
    var misses = 0
    for request in requests where !cache.request(request, cost: 1) { misses += 1 }
    #expect(cache.count <= capacity)
    return Double(misses) / Double(requests.count)
  }

  /// A million requests by Zipf's law for a hundred thousand objects.
  private static let zipf: [UInt64] = {
    var sums: [Double] = []
    var sum = 0.0
    for rank in 1...100_000 {
      sum += 1 / Double(rank)
      sums.append(sum)
    }
    let shares = sums.map { $0 / sum }
    var random = SplitMix64(seed: 1)
    return (0..<1_000_000).map { _ in
      let point = Double(random.next() >> 11) / 0x1p53
      var (low, high) = (0, shares.count - 1)
      while low < high {
        let middle = (low + high) / 2
        if shares[middle] < point { low = middle + 1 } else { high = middle }
      }
      return UInt64(low)
    }
  }()

  /// Whether this was built with the optimiser: without, millions of requests take minutes.
  private static let isOptimised: Bool = {
    var isOptimised = true
    assert(
      {
        isOptimised = false
        return true
      }())
    return isOptimised
  }()

  /// The least that LRU, CLOCK, ARC, W-TinyLFU, S3-FIFO and SIEVE miss of these requests.
  @Test(.enabled(if: isOptimised), arguments: [(100, 0.5869), (1000, 0.3981), (10_000, 0.2212)])
  func `of Zipf's law no more is missed than by the best of others`(
    capacity: Int, best: Double
  ) {
    #expect(Self.zipf.prefix(5) == [529, 4625, 70_427, 120, 120])
    #expect(missRatio(capacity, Self.zipf) <= best)
  }

  @Test(arguments: [50, 500, 2000])
  func `what is asked for again soon and never later is waited for`(capacity: Int) {
    var random = SplitMix64(seed: 4)
    var events: [(time: Int, object: UInt64)] = []
    for object in 0..<10_000 {
      events.append((object * 100, UInt64(object)))
      events.append(
        (object * 100 + 100 * Int.random(in: 1...20, using: &random), UInt64(object)))
      events.append(
        (object * 100 + 100 * Int.random(in: 1...20, using: &random), UInt64(object)))
    }
    events.sort { $0.time < $1.time }
    // The first request of each must miss: a third.
    #expect(missRatio(capacity, events.map(\.object)) < 0.36)
  }

  @Test(.enabled(if: isOptimised))
  func `a scan leaves what is popular alone`() {
    let popular = Self.zipf.prefix(300_000)
    let alone = missRatio(1000, Array(popular))
    var mixed: [UInt64] = []
    var scanned: UInt64 = 1_000_000
    for (number, request) in popular.enumerated() {
      mixed.append(request)
      guard number % 2 == 0 else { continue }
      mixed.append(scanned)
      scanned += 1
    }
    // Half as many requests again, all of which must miss.
    let expected = (alone + 0.5) / 1.5
    #expect(missRatio(1000, mixed) < expected + 0.02)
  }
}
