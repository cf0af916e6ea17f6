import Bytes
import Testing

@testable import ContentDelivery

@Suite struct PinTests {
  private let shard = ContentShard(
    index: 0, secret: SampleContent.secret,
    limits: MemoryTierLimits(bytes: 1_000_000, shardCount: 1, pinnedPercent: 25, pinsMax: 10))

  private func store(_ number: Int, cost: Int = 50_000) throws {
    _ = shard.makeRoom(for: cost)
    shard.insert(try SampleContent.standIn(number, cost: cost, budget: shard.budget))
  }

  private func has(_ number: Int) -> Bool {
    shard.lookup(SampleContent.key(number), at: 0).content != nil
  }

  @Test func `pinned content is never evicted`() throws {
    try store(1)
    #expect(shard.pin(SampleContent.key(1)) == .held)
    #expect(shard.pin(SampleContent.key(2)) == .awaited)
    try store(2)
    for number in 100..<300 { try store(number) }
    #expect(has(1) && has(2) && !has(100))
    #expect(shard.counts.pinnedCount == 2 && shard.counts.pinnedBytes == 100_000)
    #expect(shard.unpin(SampleContent.key(1)))
    #expect(!shard.unpin(SampleContent.key(1)))
    for number in 300..<400 { try store(number) }
    #expect(!has(1) && has(2))
    #expect(shard.counts.pinnedCount == 1 && shard.counts.pinnedBytes == 50_000)
  }

  @Test func `pins take no more than their share`() throws {
    for number in 0..<6 {
      try store(number)
      #expect(shard.pin(SampleContent.key(number)) == (number < 5 ? .held : .beyondShare))
    }
    #expect(shard.counts.pinnedBytes == 250_000)
    // What is gone gives its share back.
    shard.remove(SampleContent.key(0))
    #expect(shard.counts.pinnedBytes == 200_000)
    #expect(shard.pin(SampleContent.key(5)) == .held)
    // It is still pinned, but there is no room for it as such.
    try store(0)
    for number in 100..<200 { try store(number) }
    #expect(!has(0) && has(5))
  }

  @Test func `pins are bounded in number`() {
    for number in 0..<10 { #expect(shard.pin(SampleContent.key(number)) == .awaited) }
    #expect(shard.pin(SampleContent.key(10)) == .tooMany)
    #expect(shard.unpin(SampleContent.key(0)))
    #expect(shard.pin(SampleContent.key(10)) == .awaited)
  }

  @Test func `what is not proven is not held, until it is`() throws {
    let body = Array("hello".utf8)
    shard.insert(try SampleContent.content(1, body, budget: shard.budget))
    #expect(shard.pin(SampleContent.key(1)) == .unproven)
    #expect(shard.counts.pinnedCount == 0)
    shard.insert(try SampleContent.content(1, body, proof: .proven, budget: shard.budget))
    #expect(shard.counts.pinnedCount == 1)
  }

  @Test func `a replacement of pinned content is pinned, and charged once`() throws {
    try store(1)
    #expect(shard.pin(SampleContent.key(1)) == .held)
    try store(1, cost: 70_000)
    #expect(shard.counts.pinnedCount == 1 && shard.counts.pinnedBytes == 70_000)
  }
}
