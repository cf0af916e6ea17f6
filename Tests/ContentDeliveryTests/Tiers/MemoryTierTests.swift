import Bytes
import TestSupport
import Testing

@testable import ContentDelivery

@Suite struct MemoryTierTests {
  private static func limits(bytes: Int, entriesMax: Int = 1000) -> MemoryTierLimits {
    MemoryTierLimits(
      bytes: bytes, shardCount: 1, entriesMax: entriesMax, pagesThreshold: 16_384, mappingsMax: 8,
      knownSizesMax: 16)
  }

  private static func shard(
    bytes: Int, entriesMax: Int = 1000, policy: (any EvictionPolicy)? = nil
  ) -> ContentShard {
    ContentShard(
      index: 0, secret: SampleContent.secret,
      limits: limits(bytes: bytes, entriesMax: entriesMax), policy: policy)
  }

  private static func store(_ number: Int, count: Int, in shard: ContentShard) throws -> Bool {
    let body = try shard.makeBody(length: count)
    try body.append([UInt8](repeating: UInt8(truncatingIfNeeded: number), count: count).span)
    try body.finish()
    let id = SampleContent.blob(number)
    return shard.insert(
      StoredContent(
        key: SampleContent.key(number), metadata: SampleContent.metadata(id, length: count),
        body: body))
  }

  @Test(arguments: [11, 12, 13] as [UInt64])
  func `used bytes never exceed the limit and all come back`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let limit = 400_000
    let budget: ByteBudget
    do {
      let shard = Self.shard(bytes: limit, entriesMax: 60)
      budget = shard.budget
      var readers: [StoredContent] = []
      var fills: [BodyBuffer] = []
      var refused = 0
      for _ in 0..<5000 {
        let number = Int.random(in: 0..<200, using: &random)
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<5:
          do {
            _ = try Self.store(number, count: Int.random(in: 0...40_000, using: &random), in: shard)
          } catch {
            refused += 1
          }
        case 5:
          if let content = shard.lookup(SampleContent.key(number), at: 0).content {
            content.noteHit()
            readers.append(content)
          }
        case 6: if !readers.isEmpty { readers.removeFirst() }
        case 7:
          let known = Bool.random(using: &random)
          if let fill = try? shard.makeBody(length: known ? 10_000 : nil) {
            try? fill.append([UInt8](repeating: 1, count: 5000).span)
            fills.append(fill)
          }
        case 8: if !fills.isEmpty { fills.removeLast() }
        default: shard.remove(SampleContent.key(number))
        }
        if readers.count > 8 { readers.removeFirst() }
        if fills.count > 3 { fills.removeFirst() }
        #expect(budget.usedCount <= limit)
        #expect(shard.counts.homeCount <= 60)
      }
      #expect(budget.peakCount <= limit)
      #expect(shard.counts.tier.evicted > 0)
      #expect(refused < 500)
    }
    #expect(budget.usedCount == 0)
    #expect(budget.mappingCount == 0)
  }

  @Test func `what is still being sent stays charged and whole`() throws {
    let shard = Self.shard(bytes: 200_000)
    #expect(try Self.store(1, count: 20_000, in: shard))
    var reader = shard.lookup(SampleContent.key(1), at: 0).content
    let before = shard.budget.usedCount
    shard.remove(SampleContent.key(1))
    #expect(shard.budget.usedCount == before)
    #expect(reader?.body.copyBytes() == [UInt8](repeating: 1, count: 20_000))
    reader = nil
    #expect(shard.budget.usedCount == 0)
  }

  @Test func `content that is stored again takes the place of the old`() throws {
    let shard = Self.shard(bytes: 200_000)
    #expect(try Self.store(1, count: 10, in: shard))
    #expect(try Self.store(1, count: 20, in: shard))
    #expect(shard.counts.homeCount == 1)
    #expect(shard.lookup(SampleContent.key(1), at: 0).content?.metadata.length == 20)
  }

  @Test func `content past its time is found as stale, and swept away later`() throws {
    let shard = Self.shard(bytes: 200_000)
    for number in 0..<10 { #expect(try Self.store(number, count: 10, in: shard)) }
    if case .fresh = shard.lookup(SampleContent.key(1), at: 1999) {} else { Issue.record() }
    if case .stale = shard.lookup(SampleContent.key(1), at: 2000) {} else { Issue.record() }
    shard.sweep(staleBefore: 2000)
    #expect(shard.counts.homeCount == 10)
    shard.sweep(staleBefore: 2001)
    #expect(shard.counts.homeCount == 0)
    #expect(shard.counts.tier.expired == 10)
  }

  @Test func `the longest content is an eighth of the tier`() throws {
    let shard = Self.shard(bytes: 800_000)
    #expect(shard.objectMax == 100_000)
    #expect(throws: BodyBufferError.tooLong(limit: 100_000)) {
      try shard.makeBody(length: 100_001)
    }
  }

  @Test func `a size is known after its bytes have gone, until it is purged`() throws {
    let shard = Self.shard(bytes: 200_000, entriesMax: 1)
    #expect(try Self.store(1, count: 10, in: shard))
    #expect(try Self.store(2, count: 20, in: shard))
    #expect(shard.lookup(SampleContent.key(1), at: 0).content == nil)
    #expect(shard.knownSize(of: SampleContent.key(1), at: 0)?.length == 10)
    #expect(shard.knownSize(of: SampleContent.key(1), at: 2000) == nil)
    shard.remove(SampleContent.key(1))
    #expect(shard.knownSize(of: SampleContent.key(1), at: 0) == nil)
  }

  @Test func `known sizes are bounded`() {
    var sizes = KnownSizes(countMax: 10)
    let size = KnownSize(length: 1, contentType: "", entityTag: "", freshUntil: 10)
    for number in 0..<1000 {
      sizes.remember(size, of: SampleContent.key(number))
      if number % 3 == 0 { sizes.forget(SampleContent.key(number)) }
      #expect(sizes.count <= 10)
    }
    #expect(sizes.size(of: SampleContent.key(998), at: 0) != nil)
  }

  @Test(arguments: 1...100)
  func `SIEVE keeps what is hit, at every capacity`(capacity: Int) throws {
    let shard = Self.shard(
      bytes: 10_000_000, entriesMax: capacity, policy: SievePolicy())
    for number in 0..<capacity { #expect(try Self.store(number, count: 1, in: shard)) }
    #expect(shard.counts.tier.evicted == 0)
    // The first half is hot; a scan of strangers must leave it alone.
    let hot = 0..<(capacity / 2)
    for number in 1000..<(1000 + 3 * capacity) {
      for number in hot { shard.lookup(SampleContent.key(number), at: 0).content?.noteHit() }
      #expect(try Self.store(number, count: 1, in: shard))
      #expect(shard.counts.homeCount == capacity)
    }
    for number in hot {
      #expect(shard.lookup(SampleContent.key(number), at: 0).content != nil)
    }
    #expect(shard.counts.tier.evicted == UInt64(3 * capacity))
  }

  @Test(arguments: [1, 2, 3, 7, 50])
  func `SIEVE evicts what its description says`(capacity: Int) throws {
    var random = SplitMix64(seed: UInt64(capacity))
    let shard = Self.shard(
      bytes: 10_000_000, entriesMax: capacity, policy: SievePolicy())
    // The plain form: an array from oldest to newest, and a hand.
    var queue: [(number: Int, visited: Bool)] = []
    var hand = 0
    for _ in 0..<3000 {
      let number = Int.random(in: 0..<(capacity * 2 + 2), using: &random)
      if let index = queue.firstIndex(where: { $0.number == number }) {
        queue[index].visited = true
        #expect(shard.lookup(SampleContent.key(number), at: 0).content != nil)
        shard.lookup(SampleContent.key(number), at: 0).content?.noteHit()
        continue
      }
      #expect(shard.lookup(SampleContent.key(number), at: 0).content == nil)
      if queue.count == capacity {
        while queue[hand].visited {
          queue[hand].visited = false
          hand = (hand + 1) % queue.count
        }
        queue.remove(at: hand)
        if hand == queue.count { hand = 0 }
        // A hand at the end starts over from the oldest when it is next needed.
      }
      queue.append((number, false))
      #expect(try Self.store(number, count: 1, in: shard))
    }
  }
}
