import Testing
import WalrusIdentity

@testable import ContentDelivery

/// Pinning and preloading of content that is kept in slices.
@Suite struct SlicedPinTests {
  private let bytes = EdgeUnderTest.bytes(20_500)
  private let archive = MemoryPinArchive()
  private let edge: EdgeUnderTest
  private let origin: AnsweringOrigin
  private let blob: ContentReference

  init() throws {
    edge = try Self.stage()
    origin = AnsweringOrigin(bytes, of: edge)
    let id = EdgeUnderTest.id(of: bytes)
    blob = ContentReference(.blob(id), secret: SampleContent.secret)
  }

  private static func stage(memory: Int = 1 << 20) throws -> EdgeUnderTest {
    try EdgeUnderTest(memory: memory, slices: SliceLimits(size: 1000, wholeMax: 4000))
  }

  private func pin(_ edge: EdgeUnderTest) -> PinContent {
    let clock = edge.clock
    return PinContent(
      shards: edge.shards, offload: edge.offload, encoding: EdgeUnderTest.encoding,
      archive: archive, now: { clock.seconds })
  }

  private func counts(_ edge: EdgeUnderTest) -> ShardCounts {
    edge.perform { edge.contents[0].here.counts }
  }

  private func run(_ edge: EdgeUnderTest, _ origin: AnsweringOrigin) -> PinOutcome? {
    let (pin, blob) = (pin(edge), blob)
    let outcome = edge.begin { try await pin(blob) }
    origin.run()
    return try? outcome.value?.get()
  }

  @Test func `all slices are fetched, proven whatever the policy, and held`() throws {
    #expect(run(edge, origin) == .pinned)
    #expect(origin.ranges == [nil] && edge.offload.submittedCount == 1)
    #expect(counts(edge).pinnedCount == 21 && archive.paths == [blob.canonicalPath])
    edge.perform { _ = edge.contents[0].here.makeRoom(for: 1 << 20) }
    let hit = try edge.ask(blob.canonicalPath)
    #expect(hit.bytes == bytes && hit.field("X-Cache") == "HIT")
    #expect(hit.field("X-Floe-Verified") == "proven")
    #expect(run(edge, origin) == .pinned, "twice is once")

    let (pin, blob) = (pin(edge), blob)
    #expect(try edge.begin { try await pin.unpin(blob) }.value?.get() == true)
    #expect(counts(edge).pinnedCount == 0 && counts(edge).pinnedBytes == 0)
    edge.perform { _ = edge.contents[0].here.makeRoom(for: 1 << 20) }
    #expect(counts(edge).homeCount == 0)
  }

  @Test func `what is there and proven is pinned with what is missing`() throws {
    #expect(run(edge, origin) == .pinned)
    let (pin, blob) = (pin(edge), blob)
    _ = edge.begin { try await pin.unpin(blob) }
    edge.perform {
      for slice in 3..<7 { _ = edge.contents[0].here.tier.remove(blob.key.slice(slice)) }
    }
    #expect(run(edge, origin) == .pinned)
    #expect(counts(edge).pinnedCount == 21 && origin.ranges == [nil, 3000...6999])
    #expect(edge.offload.submittedCount == 1)
  }

  @Test func `content whose bytes have another id is evicted and not pinned`() throws {
    origin.answer = { _, _ in .lies(at: 9999) }
    #expect(run(edge, origin) == .mismatch)
    #expect(archive.paths == [] && counts(edge).pinnedCount == 0 && edge.usedBytes() == 0)
    #expect(edge.source.wrong.count == 1)
  }

  @Test func `what takes more than the share is not pinned, nor what cannot be held`() throws {
    // A quarter may be pinned: here less than the slices with their overhead.
    let small = try Self.stage(memory: 120_000)
    #expect(run(small, AnsweringOrigin(bytes, of: small)) == .beyondShare)
    #expect(counts(small).pinnedCount == 0 && archive.paths == [])
    #expect(small.perform { small.contents[0].here.tier.pins.count } == 0)
    let tiny = try Self.stage(memory: 40_000)
    #expect(run(tiny, AnsweringOrigin(bytes, of: tiny)) == .notStored)
    #expect(tiny.perform { tiny.contents[0].here.tier.pins.count } == 0)
  }

  @Test func `pins are fetched again after a restart, and held`() throws {
    #expect(run(edge, origin) == .pinned)
    let second = try Self.stage()
    let again = pin(second)
    let refill = second.begin { try await again.refill() }
    AnsweringOrigin(bytes, of: second).run()
    #expect(refill.value != nil && counts(second).pinnedCount == 21)
  }

  @Test func `a pin that could not be refilled holds once its content arrives proven`() throws {
    archive.fill([blob.canonicalPath])
    let pin = pin(edge)
    let refill = edge.begin { try await pin.refill() }
    try edge.fail(.unavailable)
    #expect(refill.value != nil && counts(edge).pinnedCount == 0)
    // Somebody else has it proven.
    let (shards, blob, clock) = (edge.shards, blob, edge.clock)
    let fetch = FetchContent(shards: shards, now: { clock.seconds })
    _ = edge.begin { await fetch(blob, isProving: true) }
    origin.run()
    #expect(counts(edge).pinnedCount == 21)
  }

  @Test func `content that is purged is not pinned any more`() throws {
    #expect(run(edge, origin) == .pinned)
    let (purge, blob) = (PurgeContent(shards: edge.shards), blob)
    #expect(try edge.begin { await purge(.content(blob)) }.value?.get().contents == 1)
    #expect(counts(edge).pinnedCount == 0 && counts(edge).pinnedBytes == 0)
    #expect(edge.usedBytes() == 0)
  }

  @Test func `a preload brings all slices, and passes over what does not fit`() throws {
    let clock = edge.clock
    func load(_ edge: EdgeUnderTest) throws -> PreloadProgress? {
      let preload = PreloadContent(shards: edge.shards, now: { clock.seconds })
      let references = [blob]
      let pending = edge.begin { try await preload(references) }
      AnsweringOrigin(bytes, of: edge).run()
      return try pending.value?.get()
    }
    #expect(try load(edge)?.storedCount == 1)
    let hit = try edge.ask(blob.canonicalPath)
    #expect(hit.bytes == bytes && hit.field("X-Cache") == "HIT")
    #expect(hit.field("X-Floe-Verified") == "unverified", "a preload proves nothing by itself")
    #expect(try load(try Self.stage(memory: 40_000))?.passedOverCount == 1)
  }
}
