import Testing
import WalrusIdentity

@testable import ContentDelivery

/// What comes from origins is compared with its id, as the policy says.
@Suite struct CheckedFillTests {
  private let bytes = EdgeUnderTest.bytes(3000)
  private var wrong: [UInt8] { bytes.map { $0 ^ 1 } }
  private var path: String { "/cdn/\(EdgeUnderTest.id(of: bytes))" }

  private func edge(
    _ mode: VerificationMode, sample: Double = 1, shardCount: Int = 1
  ) throws -> EdgeUnderTest {
    var policy = VerificationPolicy()
    policy.mode = mode
    policy.sample = sample
    return try EdgeUnderTest(shardCount: shardCount, policy: policy)
  }

  private func count(_ edge: EdgeUnderTest, _ event: VerificationEvent, shard: Int = 0) -> UInt64 {
    edge.perform(on: shard) { edge.shards[shard].here.verifier.count(of: event) }
  }

  @Test func `content is proven in the background, and said to be on all loops`() throws {
    let edge = try edge(.sampled, shardCount: 3)
    edge.offload.isHeld = true
    let home = edge.home(of: EdgeUnderTest.id(of: bytes))
    let first = try edge.ask(path, shard: 0)
    try edge.answer(bytes, shard: home)
    #expect(first.bytes == bytes && first.field("X-Floe-Verified") == "unverified")
    for shard in 0..<3 {
      let hit = try edge.ask(path, shard: shard)
      #expect(hit.field("X-Cache") == "HIT" && hit.field("X-Floe-Verified") == "unverified")
      #expect(hit.field("Cache-Control") == "public, max-age=86400")
    }
    #expect(edge.offload.waiting.count == 1)
    edge.offload.runAll()
    edge.settle()
    for shard in 0..<3 {
      let hit = try edge.ask(path, shard: shard)
      #expect(hit.field("X-Cache") == "HIT" && hit.field("X-Floe-Verified") == "proven")
      #expect(hit.field("Cache-Control") == "public, max-age=31536000, immutable")
      #expect(hit.bytes == bytes)
    }
    #expect(count(edge, .proven, shard: home) == 1)
    // One body, and nothing charged twice.
    edge.empty()
    #expect((0..<3).allSatisfy { edge.usedBytes(shard: $0) == 0 })
  }

  @Test func `wrong content is evicted everywhere, its origin told, and fetched anew`() throws {
    let edge = try edge(.sampled, shardCount: 2)
    edge.offload.isHeld = true
    let home = edge.home(of: EdgeUnderTest.id(of: bytes))
    try edge.ask(path, shard: 0)
    try edge.answer(wrong, shard: home)
    for shard in 0..<2 { #expect(try edge.ask(path, shard: shard).bytes == wrong) }
    edge.offload.runAll()
    edge.settle()
    #expect(count(edge, .wrong, shard: home) == 1)
    #expect(edge.sources[home].wrong.map(\.source) == ["origin.example"])
    #expect((0..<2).allSatisfy { edge.usedBytes(shard: $0) == 0 })
    let again = try edge.ask(path, shard: 1)
    try edge.answer(bytes, shard: home)
    edge.offload.runAll()
    edge.settle()
    #expect(again.bytes == bytes)
    #expect(try edge.ask(path).field("X-Floe-Verified") == "proven")
  }

  @Test func `what is not drawn, and everything when checks are off, stays unverified`() throws {
    for edge in [try edge(.off), try edge(.sampled, sample: 0)] {
      try edge.ask(path)
      try edge.answer(bytes)
      #expect(edge.offload.submittedCount == 0)
      #expect(try edge.ask(path).field("X-Floe-Verified") == "unverified")
    }
  }

  @Test func `checks go on no longer than their part of a processor allows`() throws {
    var policy = VerificationPolicy()
    policy.mode = .sampled
    policy.sample = 1
    policy.processorShare = 0
    let edge = try EdgeUnderTest(policy: policy)
    try edge.ask(path)
    try edge.answer(bytes)
    edge.clock.seconds += 1000
    edge.perform { edge.shards[0].here.tend() }
    #expect(edge.offload.submittedCount == 0)
    #expect(edge.perform { edge.shards[0].here.verifier.pendingCount } == 1)
  }

  @Test func `content that has gone before its turn is not checked`() throws {
    let edge = try edge(.sampled)
    edge.offload.isHeld = true
    for number in 0..<3 {
      let bytes = EdgeUnderTest.bytes(100, seed: number)
      try edge.ask("/cdn/\(EdgeUnderTest.id(of: bytes))")
      try edge.answer(bytes)
    }
    edge.empty()
    #expect(edge.offload.waiting.count == 1)
    edge.offload.runAll()
    edge.settle()
    #expect(edge.offload.submittedCount == 1)
    #expect(edge.usedBytes() == 0)
    #expect(edge.perform { edge.shards[0].here.verifier.pendingCount } == 0)
  }

  // MARK: Always

  @Test(arguments: [1, 2, 511, 3000])
  func `the last byte is held back until the id is proven`(count: Int) throws {
    let edge = try edge(.always)
    edge.offload.isHeld = true
    let bytes = EdgeUnderTest.bytes(count)
    let path = "/cdn/\(EdgeUnderTest.id(of: bytes))"
    let first = try edge.ask(path)
    let range = try edge.ask(path, fields: ["Range: bytes=0-0"])
    try edge.answer(bytes)
    let follower = try edge.ask(path)
    #expect(edge.source.fetches.count == 1)
    for client in [first, follower] {
      #expect(client.status == 200 && client.field("X-Floe-Verified") == "pending")
      #expect(client.field("Cache-Control") == "public, max-age=86400")
      #expect(client.bytes == Array(bytes.dropLast()) && !client.hasFinished)
    }
    #expect(range.status == 206 && range.bytes == [] && !range.hasFinished)
    edge.offload.runAll()
    edge.settle()
    for client in [first, follower] {
      #expect(client.bytes == bytes && client.hasFinished && client.failure == nil)
    }
    #expect(range.bytes == [bytes[0]] && range.hasFinished && range.failure == nil)
    #expect(try edge.ask(path).field("X-Floe-Verified") == "proven")
    #expect(edge.counts().fillCount == 0)
  }

  @Test func `a wrong body is never complete and never stored`() throws {
    let edge = try edge(.always)
    edge.offload.isHeld = true
    let first = try edge.ask(path)
    try edge.answer(wrong)
    let follower = try edge.ask(path)
    edge.offload.runAll()
    edge.settle()
    for client in [first, follower] {
      #expect(client.bytes == Array(wrong.dropLast()))
      #expect(client.failure != nil && client.hasFinished)
    }
    #expect(edge.source.wrong.count == 1 && edge.usedBytes() == 0)
    #expect(edge.counts()[.failed] == 1 && edge.counts().fillCount == 0)
    let again = try edge.ask(path)
    try edge.answer(bytes)
    edge.offload.runAll()
    edge.settle()
    #expect(again.bytes == bytes && again.failure == nil)
  }

  @Test func `of content without bytes the head is held back`() throws {
    let edge = try edge(.always)
    edge.offload.isHeld = true
    let right = try edge.ask("/cdn/\(EdgeUnderTest.id(of: []))")
    try edge.answer([])
    #expect(right.response == nil)
    edge.offload.runAll()
    edge.settle()
    #expect(right.status == 200 && right.hasFinished && right.failure == nil)
    let lied = try edge.ask(path)
    try edge.answer([])
    edge.offload.runAll()
    edge.settle()
    #expect(lied.status == 502)
  }

  @Test func `content of unknown length is held back as well`() throws {
    let edge = try edge(.always)
    edge.offload.isHeld = true
    let client = try edge.ask(path)
    let fetch = try #require(edge.source.fetches.last)
    edge.perform {
      fetch.head(OriginHead(length: nil, source: "a"))
      fetch.bytes(bytes)
      fetch.end()
    }
    #expect(client.bytes == Array(bytes.dropLast()) && !client.hasFinished)
    edge.offload.runAll()
    edge.settle()
    #expect(client.bytes == bytes && client.hasFinished && client.failure == nil)
  }

  @Test func `when there is no telling nothing is completed or stored`() throws {
    let edge = try edge(.always)
    edge.offload.isFull = true
    let client = try edge.ask(path)
    try edge.answer(bytes)
    #expect(client.failure != nil && client.bytes.count < bytes.count)
    #expect(edge.usedBytes() == 0 && edge.source.wrong.isEmpty)
    #expect(count(edge, .dropped) == 1)
  }

  @Test func `what passes through is not held back, and says that it is not verified`() throws {
    var policy = VerificationPolicy()
    policy.mode = .always
    let edge = try EdgeUnderTest(objectMax: 1000, policy: policy)
    let client = try edge.ask(path)
    try edge.answer(bytes)
    #expect(client.bytes == bytes && client.failure == nil)
    #expect(client.field("X-Floe-Verified") == "unverified")
  }

  @Test func `where that is wanted, what cannot be checked is refused and not kept`() throws {
    var policy = VerificationPolicy()
    policy.mode = .always
    policy.refusesUnprovable = true
    let edge = try EdgeUnderTest(objectMax: 2000, policy: policy)
    // It is too long to be kept; of an object nobody has named the blob; a patch has no id.
    let object = "/cdn/0x\(String(repeating: "12", count: 32))"
    let patch = "/cdn/\(EdgeUnderTest.id(of: bytes))/name"
    for (path, count) in [(path, 3000), (object, 1000), (patch, 1000)] {
      for _ in 0..<2 {
        let client = try edge.ask(path)
        try edge.answer(Array(bytes[..<count]))
        #expect(client.status == 502 && client.text.contains("/problems/content-unprovable"))
      }
    }
    #expect(edge.usedBytes() == 0 && edge.counts().fillCount == 0)
    let short = Array(bytes[..<1000])
    let right = try edge.ask("/cdn/\(EdgeUnderTest.id(of: short))")
    try edge.answer(short)
    #expect(right.bytes == short && right.failure == nil)
  }

  @Test func `an object is compared with the blob that it is said to have`() throws {
    let edge = try edge(.always)
    let id = EdgeUnderTest.id(of: bytes)
    let object = "/cdn/0x\(String(repeating: "12", count: 32))"
    let right = try edge.ask(object)
    try edge.answer(bytes, attributes: OriginAttributes(blobID: id))
    #expect(right.bytes == bytes && right.failure == nil)
    // That the object has this blob is the origin's word.
    let hit = try edge.ask(object)
    #expect(hit.field("X-Floe-Verified") == "checked")
    #expect(hit.field("Cache-Control") == "public, max-age=86400")
    edge.empty()
    let lied = try edge.ask(object)
    try edge.answer(wrong, attributes: OriginAttributes(blobID: id))
    #expect(lied.failure != nil && edge.source.wrong.count == 1)
  }

  // MARK: Fetched again

  @Test func `the same bytes again are checked, and proven if they were before`() throws {
    let edge = try edge(.off)
    try edge.ask(path)
    try edge.answer(bytes)
    edge.empty()
    try edge.ask(path)
    try edge.answer(bytes)
    #expect(try edge.ask(path).field("X-Floe-Verified") == "checked")
    #expect(count(edge, .recorded) == 1 && count(edge, .agreed) == 1)

    let sampled = try self.edge(.sampled)
    try sampled.ask(path)
    try sampled.answer(bytes)
    sampled.empty()
    let again = try sampled.ask(path)
    try sampled.answer(bytes)
    #expect(again.field("X-Floe-Verified") == "pending" && again.failure == nil)
    #expect(try sampled.ask(path).field("X-Floe-Verified") == "proven")
    #expect(sampled.offload.submittedCount == 1, "a digest that is proven proves")
  }

  @Test(arguments: VerificationMode.allCases)
  func `other bytes than the proven ones are never completed`(mode: VerificationMode) throws {
    let edge = try edge(mode, sample: 0)
    let id = EdgeUnderTest.id(of: bytes)
    edge.publisher.receipt = .success(PublishReceipt(json: [], blobID: id, source: "p"))
    #expect(try edge.ask("/v1/blobs", method: "PUT", body: bytes).status == 200)
    edge.empty()
    let client = try edge.ask(path)
    try edge.answer(wrong)
    #expect(client.bytes == Array(wrong.dropLast()) && client.failure != nil)
    #expect(edge.usedBytes() == 0 && edge.source.wrong.count == 1)
    #expect(edge.offload.submittedCount == 0)
  }

  @Test func `other bytes than before are checked at once, and not kept until then`() throws {
    let edge = try edge(.sampled, sample: 0)
    edge.offload.isHeld = true
    try edge.ask(path)
    try edge.answer(wrong)
    edge.empty()
    // The first has lied.
    let client = try edge.ask(path)
    try edge.answer(bytes)
    #expect(client.bytes == bytes && client.failure == nil)
    #expect(edge.offload.waiting.count == 1)
    edge.offload.runAll()
    edge.settle()
    #expect(try edge.ask(path).field("X-Floe-Verified") == "proven")

    // Now the second one lies.
    let other = try self.edge(.sampled, sample: 0)
    try other.ask(path)
    try other.answer(bytes)
    other.empty()
    try other.ask(path)
    try other.answer(wrong)
    #expect(other.source.wrong.count == 1 && other.usedBytes() == 0)
    #expect(count(other, .changed) == 1 && count(other, .wrong) == 1)
  }
}
