import Bytes
import TestSupport
import Testing

@testable import ContentDelivery

@Suite struct ContentShardsTests {
  /// Two shards on threads of their own, stopped at the end.
  private func withShards(
    bytes: Int = 1 << 20, _ body: (ContentShards, [LoopThread]) async throws -> Void
  ) async throws {
    let threads = [LoopThread(), LoopThread()]
    let shards = ContentShards(
      on: threads, limits: MemoryTierLimits(bytes: bytes, shardCount: 2),
      secret: SampleContent.secret)
    try await body(shards, threads)
    for thread in threads { thread.stop() }
  }

  /// Stores the content of a number at its home, charged there.
  private func store(_ number: Int, count: Int, in shards: ContentShards) async -> Bool {
    await shards.atHome(of: SampleContent.key(number)) { shard in
      guard let body = try? shard.makeBody(length: count) else { return false }
      try? body.append([UInt8](repeating: UInt8(truncatingIfNeeded: number), count: count).span)
      try? body.finish()
      return shard.insert(
        StoredContent(
          key: SampleContent.key(number),
          metadata: SampleContent.metadata(SampleContent.blob(number), length: count), body: body))
    }
  }

  /// A number whose key is at home on a shard.
  private func number(at home: Int, in shards: ContentShards) -> Int {
    (0..<100).first { shards.home(of: SampleContent.key($0)) == home }!
  }

  @Test func `keys spread over the homes`() async throws {
    try await withShards { shards, _ in
      let homes = (0..<1000).map { shards.home(of: SampleContent.key($0)) }
      #expect(homes.allSatisfy { $0 == 0 || $0 == 1 })
      #expect((400...600).contains(homes.filter { $0 == 0 }.count))
    }
  }

  @Test func `what another shard has is borrowed once and dropped when it goes`() async throws {
    try await withShards { shards, threads in
      let number = number(at: 1, in: shards)
      let key = SampleContent.key(number)
      #expect(await store(number, count: 100, in: shards))

      // Shard 0 asks the home, and from then on has an entry of its own.
      let first = try await threads[0].run { await shards.locate(key, for: 0, at: 0).content }
      let own = try await threads[0].run { shards[0].here.lookup(key, at: 0).content }
      #expect(first != nil && first === own)
      #expect(try await threads[0].run { shards[0].here.counts.borrowedCount } == 1)

      #expect(await shards.purge(key))
      #expect(try await threads[0].run { shards[0].here.lookup(key, at: 0).content } == nil)
      #expect(try await threads[0].run { shards[0].here.counts.dropped } == 1)
      #expect(await !shards.purge(key))
    }
  }

  @Test func `a replacement reaches the borrowers`() async throws {
    try await withShards { shards, threads in
      let number = number(at: 1, in: shards)
      let key = SampleContent.key(number)
      #expect(await store(number, count: 100, in: shards))
      _ = try await threads[0].run { await shards.locate(key, for: 0, at: 0).content }
      #expect(await store(number, count: 50, in: shards))
      let again = try await threads[0].run { await shards.locate(key, for: 0, at: 0).content }
      #expect(again?.metadata.length == 50)
      let own = try await threads[0].run { shards[0].here.lookup(key, at: 0).content }
      #expect(own === again)
    }
  }

  @Test func `stale content is not lent`() async throws {
    try await withShards { shards, threads in
      let number = number(at: 1, in: shards)
      let key = SampleContent.key(number)
      #expect(await store(number, count: 100, in: shards))
      let found = try await threads[0].run { await shards.locate(key, for: 0, at: 5000) }
      if case .stale = found {} else { Issue.record("found \(found)") }
      #expect(try await threads[0].run { shards[0].here.counts.borrowedCount } == 0)
    }
  }

  @Test func `room is made of what others have borrowed`() async throws {
    try await withShards(bytes: 400_000) { shards, threads in
      let mine = (0..<60).filter { shards.home(of: SampleContent.key($0)) == 1 }
      var located = 0
      for number in mine where await store(number, count: 10_000, in: shards) {
        let key = SampleContent.key(number)
        _ = try await threads[0].run { await shards.locate(key, for: 0, at: 0).content }
        located += 1
      }
      #expect(located > 10)
      #expect(await shards.makeRoom(for: 100_000, atHomeOf: SampleContent.key(mine[0])))
    }
  }

  @Test func `eviction gets ahead of demand on each loop`() async throws {
    try await withShards(bytes: 2_000_000) { shards, threads in
      for number in 0..<400 { _ = await store(number, count: 10_000, in: shards) }
      for index in 0..<2 { try await threads[index].run { shards[index].here.tick() } }
      // The relief takes some turns, each after what was posted before it.
      for _ in 0..<50 { _ = await shards.counts() }
      for counts in await shards.counts() {
        #expect(counts.tier.relieved > 0)
        #expect(counts.limitBytes - counts.usedBytes >= counts.limitBytes / 5)
      }
    }
  }

  @Test func `many shards and readers agree, and every byte comes back`() async throws {
    let threads = (0..<3).map { _ in LoopThread() }
    let limits = MemoryTierLimits(bytes: 600_000, shardCount: 3)
    let shards = ContentShards(on: threads, limits: limits, secret: SampleContent.secret)
    let wrong = try await withThrowingTaskGroup(of: Int.self) { group in
      for (index, thread) in threads.enumerated() {
        group.addTask {
          try await thread.run {
            var random = SplitMix64(seed: UInt64(index))
            var wrong = 0
            for _ in 0..<300 {
              let number = Int.random(in: 0..<60, using: &random)
              let key = SampleContent.key(number)
              switch Int.random(in: 0..<10, using: &random) {
              case 0: await shards.purge(key)
              case 1..<4: _ = await self.store(number, count: number * 200, in: shards)
              default:
                let local = shards[index].here.lookup(key, at: 0).content
                var content = local
                if content == nil { content = await shards.locate(key, for: index, at: 0).content }
                guard let content else { continue }
                content.noteHit()
                let bytes = content.body.copyBytes()
                if bytes != [UInt8](repeating: UInt8(number), count: number * 200) { wrong += 1 }
              }
            }
            return wrong
          }
        }
      }
      return try await group.reduce(0, +)
    }
    #expect(wrong == 0)
    for counts in await shards.counts() {
      #expect(counts.usedBytes <= counts.limitBytes)
    }
    await shards.purgeAll()
    for counts in await shards.counts() {
      #expect(counts.usedBytes == 0)
      #expect(counts.homeCount == 0 && counts.borrowedCount == 0)
    }
    for thread in threads { thread.stop() }
  }
}
