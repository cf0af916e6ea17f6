import Testing
import WalrusIdentity

@testable import ContentDelivery

/// Content in slices is compared with its id and with what it was before, as the policy says.
@Suite struct SliceProofTests {
  private let bytes = EdgeUnderTest.bytes(20_500)
  private var path: String { "/cdn/\(EdgeUnderTest.id(of: bytes))" }

  private func stage(
    _ mode: VerificationMode, memory: Int = 64 << 20, refuses: Bool = false,
    _ answer: @escaping (Int, ClosedRange<Int64>?) -> AnsweringOrigin.Answer = { _, _ in
      .aggregator
    }
  ) throws -> (EdgeUnderTest, AnsweringOrigin) {
    var policy = VerificationPolicy()
    policy.mode = mode
    policy.sample = 1
    policy.refusesUnprovable = refuses
    let edge = try EdgeUnderTest(
      memory: memory, policy: policy, slices: SliceLimits(size: 1000, wholeMax: 4000))
    let origin = AnsweringOrigin(bytes, of: edge)
    origin.answer = answer
    origin.source = { "origin\($0)" }
    return (edge, origin)
  }

  private func get(
    _ edge: EdgeUnderTest, _ origin: AnsweringOrigin, _ range: String? = nil
  ) throws -> ClientUnderTest {
    let client = try edge.ask(path, fields: range.map { ["Range: bytes=\($0)"] } ?? [])
    origin.run()
    return client
  }

  private func count(_ edge: EdgeUnderTest, _ event: VerificationEvent) -> UInt64 {
    edge.perform { edge.shards[0].here.verifier.count(of: event) }
  }

  private func evict(_ slices: Range<Int>, of edge: EdgeUnderTest) {
    let key = ContentKey(EdgeUnderTest.id(of: bytes))
    edge.perform {
      for slice in slices { _ = edge.contents[0].here.tier.remove(key.slice(slice)) }
    }
  }

  private func expectProven(_ client: ClientUnderTest, _ part: Range<Int>? = nil) {
    #expect(client.bytes == Array(bytes[part ?? 0..<bytes.count]) && client.failure == nil)
    #expect(client.field("X-Floe-Verified") == "proven")
    #expect(client.field("Cache-Control") == "public, max-age=31536000, immutable")
  }

  /// Nothing is under way, and nothing charged once all is forgotten.
  private func expectNothingLeft(_ edge: EdgeUnderTest) {
    #expect(edge.counts().fillCount == 0)
    #expect(edge.perform { edge.shards[0].here.sliceDrivers.isEmpty })
    #expect(edge.perform { edge.shards[0].here.gatheredBytes } == 0)
    #expect(edge.perform { edge.shards[0].here.verifier.pendingCount } == 0)
    edge.empty()
    #expect(edge.usedBytes() == 0)
  }

  // MARK: In the background

  @Test func `content that a full read has brought is proven in the background`() throws {
    let (edge, origin) = try stage(.sampled)
    edge.offload.isHeld = true
    let first = try get(edge, origin)
    #expect(first.bytes == bytes && first.field("X-Floe-Verified") == "unverified")
    let tag = first.field("ETag")
    edge.offload.runAll()
    edge.settle()
    let hit = try get(edge, origin)
    expectProven(hit)
    #expect(hit.field("X-Cache") == "HIT" && hit.field("ETag") == tag)
    expectProven(try get(edge, origin, "5500-5600"), 5500..<5601)
    #expect(origin.ranges == [nil] && count(edge, .proven) == 1)
    expectNothingLeft(edge)
  }

  @Test func `what ranges have brought is proven once all is there, and not before`() throws {
    let (edge, origin) = try stage(.sampled)
    for part in ["15000-", "0-4999", "5000-14999"] {
      let client = try get(edge, origin, part)
      #expect(client.field("X-Floe-Verified") == "unverified" && client.failure == nil)
      #expect(edge.offload.submittedCount == (part == "5000-14999" ? 1 : 0))
    }
    expectProven(try get(edge, origin))
    expectNothingLeft(edge)
  }

  @Test func `a slice that is missing when its turn comes puts the check off`() throws {
    let (edge, origin) = try stage(.sampled)
    edge.offload.isFull = true
    _ = try get(edge, origin)
    #expect(count(edge, .dropped) == 1)
    edge.offload.isFull = false
    evict(3..<4, of: edge)
    // The digest of every slice is known, but not all are there.
    #expect(try get(edge, origin, "0-0").field("X-Floe-Verified") == "unverified")
    #expect(edge.offload.submittedCount == 0)
    _ = try get(edge, origin, "3000-3999")
    expectProven(try get(edge, origin, "0-0"), 0..<1)
    expectNothingLeft(edge)
  }

  @Test func `checks that are off prove nothing`() throws {
    let (edge, origin) = try stage(.off)
    _ = try get(edge, origin)
    #expect(try get(edge, origin).field("X-Floe-Verified") == "unverified")
    #expect(edge.offload.submittedCount == 0 && count(edge, .recorded) == 21)
    expectNothingLeft(edge)
  }

  @Test func `one wrong byte of one slice has everything evicted, and its origin told`() throws {
    let (edge, origin) = try stage(.sampled) { number, _ in
      number == 0 ? .lies(at: 7777) : .aggregator
    }
    edge.offload.isHeld = true
    let first = try get(edge, origin)
    #expect(first.bytes != bytes && first.field("X-Floe-Verified") == "unverified")
    edge.offload.runAll()
    edge.settle()
    #expect(count(edge, .wrong) == 1 && edge.source.wrong.map(\.source) == ["origin0"])
    #expect(edge.usedBytes() == 0, "digests have gone with the content")
    let again = try get(edge, origin)
    edge.offload.runAll()
    edge.settle()
    #expect(again.bytes == bytes)
    expectProven(try get(edge, origin))
    expectNothingLeft(edge)
  }

  @Test func `of several origins the one that was wrong is known once the bytes are`() throws {
    let (edge, origin) = try stage(.sampled) { number, _ in
      number == 2 ? .lies(at: 7777) : .aggregator
    }
    for part in ["0-4999", "5000-9999", "10000-"] { _ = try get(edge, origin, part) }
    #expect(count(edge, .wrong) == 1 && edge.source.wrong.isEmpty)
    #expect(try get(edge, origin).bytes == bytes)
    expectProven(try get(edge, origin))
    #expect(edge.source.wrong.map(\.source) == ["origin2"])
    expectNothingLeft(edge)
  }

  // MARK: Fetched again

  @Test func `what is evicted of proven content and fetched again leaves it proven`() throws {
    let (edge, origin) = try stage(.sampled)
    _ = try get(edge, origin)
    evict(2..<9, of: edge)
    let again = try get(edge, origin)
    expectProven(again)
    #expect(again.field("X-Cache") == "MISS" && count(edge, .agreed) == 7)
    #expect(edge.offload.submittedCount == 1, "what is proven is not computed again")
    evict(0..<21, of: edge)
    expectProven(try get(edge, origin, "20499-"), 20_499..<20_500)
    expectNothingLeft(edge)
  }

  @Test(arguments: [7000, 7777, 7999])
  func `a wrong byte at a refill is seen by nobody, and another origin asked`(offset: Int) throws {
    let (edge, origin) = try stage(.sampled) { number, _ in
      number == 1 ? .lies(at: offset) : .aggregator
    }
    _ = try get(edge, origin)
    evict(5..<10, of: edge)
    let again = try get(edge, origin)
    expectProven(again)
    #expect(origin.ranges == [nil, 5000...9999, 7000...9999])
    #expect(edge.source.wrong.map(\.source) == ["origin1"] && count(edge, .wrong) == 1)
    expectProven(try get(edge, origin))
    expectNothingLeft(edge)
  }

  @Test func `when all origins lie at a refill the response breaks off before a wrong byte`() throws
  {
    let (edge, origin) = try stage(.sampled) { number, _ in
      number == 0 ? .aggregator : .lies(at: 7777)
    }
    _ = try get(edge, origin)
    evict(5..<10, of: edge)
    let again = try get(edge, origin)
    #expect(again.failure is FillFailure && again.bytes == Array(bytes[..<7000]))
    #expect(origin.ranges.count == 2 + SliceRun.spoiledMax)
    // What is there is still proven.
    expectProven(try get(edge, origin, "0-999"), 0..<1000)
    origin.answer = { _, _ in .aggregator }
    expectProven(try get(edge, origin))
    expectNothingLeft(edge)
  }

  @Test func `proven content has the length that it has, whoever says otherwise`() throws {
    let (edge, origin) = try stage(.sampled) { number, _ in
      number == 1 ? .otherTotal : .aggregator
    }
    _ = try get(edge, origin)
    evict(5..<10, of: edge)
    expectProven(try get(edge, origin))
    #expect(edge.source.wrong.map(\.source) == ["origin1"])
    expectNothingLeft(edge)
  }

  @Test func `slices that contradict what was there before have everything thrown away`() throws {
    let (edge, origin) = try stage(.sampled) { number, _ in
      number == 2 ? .lies(at: 1500) : .aggregator
    }
    // Not all is there, so nothing can be checked.
    _ = try get(edge, origin, "0-4999")
    evict(1..<2, of: edge)
    let second = try get(edge, origin, "0-4999")
    #expect(second.failure is FillFailure && second.bytes == Array(bytes[..<1000]))
    #expect(edge.counts().slices[.contradicted] == 1 && count(edge, .changed) == 1)
    #expect(edge.source.wrong.isEmpty, "nobody knows who is right")
    #expect(try get(edge, origin).bytes == bytes)
    expectProven(try get(edge, origin))
    #expect(edge.source.wrong.map(\.source) == ["origin2"], "until the bytes are proven")
    expectNothingLeft(edge)
  }

  @Test func `content that was stored through this server is proven by its digest`() throws {
    let (edge, origin) = try stage(.sampled)
    let id = EdgeUnderTest.id(of: bytes)
    edge.publisher.receipt = .success(PublishReceipt(json: [], blobID: id, source: "p"))
    #expect(try edge.ask("/v1/blobs", method: "PUT", body: bytes).status == 200)
    edge.empty()
    _ = try get(edge, origin)
    expectProven(try get(edge, origin))
    expectNothingLeft(edge)
  }

  @Test func `content past its time that is still the same is still proven`() throws {
    let (edge, origin) = try stage(.sampled)
    _ = try get(edge, origin)
    edge.clock.seconds += 400 * 86_400
    let again = try get(edge, origin)
    expectProven(again)
    #expect(edge.offload.submittedCount == 1)
    expectNothingLeft(edge)
  }

  @Test func `an object is compared with the blob that it is said to have`() throws {
    let (edge, _) = try stage(.sampled)
    let object = "/cdn/0x\(String(repeating: "12", count: 32))"
    try edge.ask(object)
    try edge.answer(bytes, attributes: OriginAttributes(blobID: EdgeUnderTest.id(of: bytes)))
    let hit = try edge.ask(object)
    #expect(hit.field("X-Floe-Verified") == "checked" && hit.bytes == bytes)
    #expect(hit.field("Cache-Control") == "public, max-age=86400")
    expectNothingLeft(edge)
  }

  // MARK: Always

  @Test func `the last byte of a full read is held back until the id is proven`() throws {
    let (edge, origin) = try stage(.always)
    edge.offload.isHeld = true
    let first = try get(edge, origin)
    let follower = try get(edge, origin)
    for client in [first, follower] {
      #expect(client.status == 200 && client.field("X-Floe-Verified") == "pending")
      #expect(client.field("Cache-Control") == "public, max-age=86400")
      #expect(client.bytes == Array(bytes.dropLast()) && !client.hasFinished)
    }
    #expect(edge.offload.waiting.count == 1 && origin.ranges == [nil])
    edge.offload.runAll()
    edge.settle()
    for client in [first, follower] {
      #expect(client.bytes == bytes && client.hasFinished && client.failure == nil)
    }
    expectProven(try get(edge, origin))
    expectNothingLeft(edge)
  }

  @Test func `a wrong body is never complete and never kept`() throws {
    let (edge, origin) = try stage(.always) { number, _ in
      number == 0 ? .lies(at: 20_499) : .aggregator
    }
    let client = try get(edge, origin)
    #expect(client.bytes.count == 20_499 && client.failure is FillFailure)
    #expect(edge.source.wrong.map(\.source) == ["origin0"] && edge.usedBytes() == 0)
    let again = try get(edge, origin)
    #expect(again.bytes == bytes && again.failure == nil)
    expectProven(try get(edge, origin))
    expectNothingLeft(edge)
  }

  @Test func `what is evicted while it is held is there when it is proven`() throws {
    let (edge, origin) = try stage(.always)
    edge.offload.isHeld = true
    let client = try get(edge, origin)
    evict(0..<21, of: edge)
    edge.offload.runAll()
    edge.settle()
    #expect(client.bytes == bytes && client.failure == nil)
    expectProven(try get(edge, origin))
    #expect(origin.ranges == [nil])
    expectNothingLeft(edge)
  }

  @Test func `a slow reader does not keep the check waiting, nor the memory taken`() throws {
    let (edge, origin) = try stage(.always)
    let slow = try edge.ask(path, pieces: 1)
    origin.run()
    #expect(edge.offload.submittedCount == 1)
    #expect(edge.perform { edge.shards[0].here.gatheredBytes } == 0)
    evict(5..<10, of: edge)
    slow.take(1000)
    origin.run()
    #expect(slow.bytes == bytes && slow.failure == nil)
    #expect(slow.field("X-Floe-Verified") == "pending")
    expectNothingLeft(edge)
  }

  @Test func `a reader who leaves leaves nothing held`() throws {
    let (edge, origin) = try stage(.always)
    let client = try edge.ask(path, pieces: 1)
    for _ in 0..<5 { origin.step(0) }
    #expect(edge.perform { edge.shards[0].here.gatheredBytes } == 20_500)
    client.leave()
    origin.run()
    expectNothingLeft(edge)
  }

  @Test func `when there is no telling the last byte never comes`() throws {
    let (edge, origin) = try stage(.always)
    edge.offload.isFull = true
    let slow = try edge.ask(path, pieces: 1)
    let client = try get(edge, origin)
    #expect(client.bytes == Array(bytes.dropLast()) && client.failure is FillFailure)
    slow.take(1000)
    #expect(slow.bytes == Array(bytes[..<20_000]) && slow.failure is FillFailure)
    #expect(edge.source.wrong.isEmpty && count(edge, .dropped) >= 1)
    edge.offload.isFull = false
    #expect(try get(edge, origin).failure == nil)
    expectProven(try get(edge, origin))
    expectNothingLeft(edge)
  }

  @Test func `a part of what is not proven says so, or is refused where that is wanted`() throws {
    let (edge, origin) = try stage(.always)
    let part = try get(edge, origin, "5000-5999")
    #expect(part.status == 206 && part.field("X-Floe-Verified") == "unverified")
    expectNothingLeft(edge)

    let (strict, other) = try stage(.always, refuses: true)
    let refused = try get(strict, other, "5000-5999")
    #expect(refused.status == 502 && refused.text.contains("/problems/content-unprovable"))
    #expect(try get(strict, other).failure == nil)
    expectProven(try get(strict, other, "5000-5999"), 5000..<6000)
    expectNothingLeft(strict)
  }

  @Test func `what is too long to be held is served as unverified, or refused`() throws {
    // Half of it may be held, and the slices bring their overhead.
    let (edge, origin) = try stage(.always, memory: 40_000)
    let client = try get(edge, origin)
    #expect(client.bytes == bytes && client.field("X-Floe-Verified") == "unverified")
    let (strict, other) = try stage(.always, memory: 40_000, refuses: true)
    #expect(try get(strict, other).status == 502)
    for edge in [edge, strict] { expectNothingLeft(edge) }
  }

  @Test func `when too much is held already others are told to come again`() throws {
    let (edge, origin) = try stage(.always, memory: 160_000)
    edge.perform { edge.shards[0].here.gatheredBytes = 70_000 }
    let client = try get(edge, origin)
    #expect(client.status == 503)
    edge.perform { edge.shards[0].here.gatheredBytes = 0 }
    #expect(try get(edge, origin).failure == nil)
    expectNothingLeft(edge)
  }
}
