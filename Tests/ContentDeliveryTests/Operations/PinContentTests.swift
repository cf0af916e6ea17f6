import Bytes
import Testing
import WalrusIdentity

@testable import ContentDelivery

@Suite struct PinContentTests {
  private let edge: EdgeUnderTest
  private let archive = MemoryPinArchive()
  private let bytes = Array("some other string".utf8)
  private let blob: ContentReference

  init() throws {
    edge = try EdgeUnderTest(shardCount: 2, memory: 8 << 20)
    let id = try BlobEncoding(shardCount: 10).identify(Array("some other string".utf8)).blobID
    blob = ContentReference(.blob(id), secret: SampleContent.secret)
  }

  private func pin(_ edge: EdgeUnderTest) throws -> PinContent {
    let clock = edge.clock
    return PinContent(
      shards: edge.shards, offload: edge.offload,
      encoding: try BlobEncoding(shardCount: 10), archive: archive, now: { clock.seconds })
  }

  private func home(_ reference: ContentReference) -> Int {
    edge.contents.home(of: reference.key)
  }

  private func pinnedCount(_ edge: EdgeUnderTest) -> Int {
    edge.loops.indices.map { index in
      edge.perform(on: index) { edge.contents[index].here.counts.pinnedCount }
    }.reduce(0, +)
  }

  @Test func `a blob is fetched, proven and held`() throws {
    let (pin, blob) = (try pin(edge), blob)
    let outcome = edge.begin { try await pin(blob) }
    #expect(outcome.value == nil)
    try edge.answer(bytes, shard: home(blob))
    #expect(try outcome.value?.get() == .pinned)
    #expect(pinnedCount(edge) == 1)
    #expect(archive.paths == [blob.canonicalPath])
    let read = try edge.ask(blob.canonicalPath)
    #expect(read.field("Cache-Control") == "public, max-age=31536000, immutable")
    #expect(read.bytes == bytes)

    #expect(try edge.begin { try await pin.unpin(blob) }.value?.get() == true)
    #expect(pinnedCount(edge) == 0 && archive.paths == [])
    #expect(try edge.begin { try await pin.unpin(blob) }.value?.get() == false)
  }

  @Test func `a blob whose bytes have another id is purged`() throws {
    let (pin, blob) = (try pin(edge), blob)
    let outcome = edge.begin { try await pin(blob) }
    try edge.answer(Array("forged".utf8), shard: home(blob))
    #expect(try outcome.value?.get() == .mismatch)
    #expect(archive.paths == [] && pinnedCount(edge) == 0)
    try edge.ask(blob.canonicalPath)
    #expect(edge.sources.map(\.fetches.count).reduce(0, +) == 2)
    try edge.answer(bytes, shard: home(blob))
  }

  @Test func `what nothing proves is not pinned`() throws {
    let pin = try pin(edge)
    let named = ContentReference(
      .namedPatch(quilt: SampleContent.blob(1), identifier: "a"), secret: SampleContent.secret)
    let outcome = edge.begin { try await pin(named) }
    try edge.answer(bytes, shard: home(named))
    #expect(try outcome.value?.get() == .unproven)
    #expect(archive.paths == [])
    // The pin is gone as well: what arrives later is evicted like any other.
    #expect(
      edge.perform(on: home(named)) { edge.contents[home(named)].here.unpin(named.key) } == false)
  }

  @Test func `what cannot be fetched is not pinned`() throws {
    let (pin, blob) = (try pin(edge), blob)
    let outcome = edge.begin { try await pin(blob) }
    try edge.fail(.notFound, shard: home(blob))
    #expect(try outcome.value?.get() == .unavailable)
    #expect(archive.paths == [])
  }

  @Test func `pins are fetched again after a restart, and held`() throws {
    let (pin, blob) = (try pin(edge), blob)
    let outcome = edge.begin { try await pin(blob) }
    try edge.answer(bytes, shard: home(blob))
    #expect(try outcome.value?.get() == .pinned)

    let second = try EdgeUnderTest(shardCount: 2, memory: 8 << 20)
    let again = try self.pin(second)
    let refill = second.begin { try await again.refill() }
    let home = second.contents.home(of: blob.key)
    #expect(second.sources[home].fetches.count == 1)
    try second.answer(bytes, shard: home)
    #expect(throws: Never.self) { try refill.value?.get() }
    #expect(refill.value != nil && pinnedCount(second) == 1)
  }

  @Test func `a pin that could not be refilled holds once its content arrives proven`() throws {
    archive.fill([blob.canonicalPath, "no path", "/cdn/short"])
    let (pin, blob) = (try pin(edge), blob)
    let refill = edge.begin { try await pin.refill() }
    try edge.fail(.unavailable, shard: home(blob))
    #expect(refill.value != nil && pinnedCount(edge) == 0)
    #expect(try edge.begin { await pin.pinnedPaths() }.value?.get() == [blob.canonicalPath])
    let content = edge.perform(on: home(blob)) {
      let shard = edge.contents[home(blob)].here
      return try? shard.makeBody(length: 0)
    }
    let body = try #require(content)
    try body.finish()
    let metadata = SampleContent.metadata(SampleContent.blob(1), length: 0, proof: .proven)
    edge.perform(on: home(blob)) {
      _ = edge.contents[home(blob)].here.insert(
        StoredContent(key: blob.key, metadata: metadata, body: body))
    }
    #expect(pinnedCount(edge) == 1)
  }

  @Test func `a list that cannot be written is an error, and the content held all the same`() throws
  {
    archive.breakDown()
    let (pin, blob) = (try pin(edge), blob)
    let outcome = edge.begin { try await pin(blob) }
    try edge.answer(bytes, shard: home(blob))
    #expect(throws: MemoryPinArchive.Broken.self) { try outcome.value?.get() }
    #expect(pinnedCount(edge) == 1)
  }
}
