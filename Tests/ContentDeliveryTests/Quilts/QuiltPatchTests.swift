import Testing
import WalrusIdentity

@testable import ContentDelivery

/// Patches by id and by name are one content, and quilts that are asked for often are cut here.
@Suite struct QuiltPatchTests {
  private let quilt: Quilt
  private let id: BlobID

  init() throws {
    let patches = (0..<6).map { number in
      QuiltPatch(
        identifier: "patch \(number)",
        tags: [QuiltTag(name: "content-type", value: "text/x\(number)")],
        content: Array("content of \(number)".utf8))
    }
    quilt = try Quilt(patches, encoding: EdgeUnderTest.encoding)
    id = EdgeUnderTest.id(of: quilt.bytes)
  }

  private func patchID(_ number: Int) throws -> QuiltPatchID {
    try quilt.index.entries[number].patchID(in: id)
  }

  private func path(_ number: Int) throws -> String { "/cdn/\(try patchID(number))" }

  private func namedPath(_ number: Int) -> String { "/cdn/\(id)/patch%20\(number)" }

  private var list: [UInt8] {
    get throws {
      let items = try quilt.index.entries.indices.map { number in
        #"{"identifier":"patch \#(number)","patch_id":"\#(try patchID(number))","tags":{}}"#
      }
      return Array("[\(items.joined(separator: ","))]".utf8)
    }
  }

  private func text(_ number: Int) -> [UInt8] { Array("content of \(number)".utf8) }

  private func attributes(_ number: Int) -> OriginAttributes {
    OriginAttributes(contentType: "text/x\(number)", patchIdentifier: "patch \(number)")
  }

  private func edge(
    _ mode: VerificationMode = .off, shardCount: Int = 1, patches: Int = 64
  ) throws -> EdgeUnderTest {
    var limits = FillLimits()
    limits.quiltPatches = patches
    var policy = VerificationPolicy()
    policy.mode = mode
    policy.sample = 0
    let edge = try EdgeUnderTest(shardCount: shardCount, limits: limits, policy: policy)
    edge.publisher.list = .success(try list)
    return edge
  }

  /// Answers the one fetch that is open, of a patch or of the quilt.
  private func answer(_ edge: EdgeUnderTest, _ number: Int) throws {
    for shard in edge.loops.indices {
      guard let fetch = edge.sources[shard].fetches.last, !answered.contains(fetch) else {
        continue
      }
      answered.insert(fetch)
      if case .blob = fetch.request.reference.name {
        try edge.answer(quilt.bytes, shard: shard)
      } else {
        try edge.answer(text(number), attributes: attributes(number), shard: shard)
      }
    }
  }

  private let answered = Answered()

  /// Unchecked `Sendable`: one thread.
  private final class Answered: @unchecked Sendable {
    // Used on the test's thread alone.
    private var fetches: Set<ObjectIdentifier> = []

    func contains(_ fetch: ScriptedSource.Fetch) -> Bool {
      fetches.contains(ObjectIdentifier(fetch))
    }

    func insert(_ fetch: ScriptedSource.Fetch) { fetches.insert(ObjectIdentifier(fetch)) }
  }

  @Test func `both names of a patch share one fetch and one copy, on every loop`() throws {
    let edge = try edge(shardCount: 3)
    let first = try edge.ask(namedPath(2), shard: 1)
    let second = try edge.ask(try path(2), shard: 2)
    try answer(edge, 2)
    #expect(first.bytes == text(2) && second.bytes == text(2))
    #expect(first.field("ETag") == second.field("ETag"))
    #expect(edge.sources.map(\.fetches.count).reduce(0, +) == 1)
    for shard in 0..<3 {
      for path in [namedPath(2), try path(2), namedPath(2)] {
        let hit = try edge.ask(path, shard: shard)
        #expect(hit.bytes == text(2) && hit.field("X-Cache") == "HIT")
        #expect(hit.field("Content-Type") == "text/x2")
        #expect(hit.field("X-Quilt-Patch-Identifier") == "patch 2")
      }
    }
    #expect(edge.publisher.listCount == 1)
    let counts = edge.loops.indices.map { shard in
      edge.perform(on: shard) { edge.contents[shard].here.counts.homeCount }
    }
    #expect(counts.reduce(0, +) == 1)
  }

  @Test func `all who ask at the same time share one list`() throws {
    let edge = try edge(shardCount: 2)
    edge.publisher.isHeld = true
    let clients = try (0..<10).map { try edge.ask(namedPath(1), shard: $0 % 2) }
    #expect(edge.publisher.listCount == 1)
    clients[0].leave()
    edge.publisher.release()
    edge.settle()
    try answer(edge, 1)
    edge.publisher.release()
    edge.settle()
    try answer(edge, 1)
    #expect(clients.dropFirst().allSatisfy { $0.bytes == text(1) })
  }

  @Test func `a hit by name is answered on the loop once the name is known there`() throws {
    let edge = try edge()
    let key = ContentReference(
      .namedPatch(quilt: id, identifier: "patch 3"), secret: SampleContent.secret
    ).key
    try edge.ask(namedPath(3))
    try answer(edge, 3)
    #expect(edge.perform { edge.contents[0].here.entry(of: key) } == nil)
    try edge.ask(namedPath(3))
    #expect(edge.perform { edge.contents[0].here.entry(of: key) } != nil)
  }

  @Test(arguments: [true, false])
  func `a purge takes the other name along`(byName: Bool) async throws {
    let edge = try edge(shardCount: 2)
    for shard in [0, 1, 0, 1] {
      try edge.ask(namedPath(4), shard: shard)
      try answer(edge, 4)
    }
    let named = ContentReference(
      .namedPatch(quilt: id, identifier: "patch 4"), secret: SampleContent.secret)
    let patch = ContentReference(.quiltPatch(try patchID(4)), secret: SampleContent.secret)
    let (name, key) = (named.key, patch.key)
    for shard in 0..<2 {
      #expect(edge.perform(on: shard) { edge.contents[shard].here.target(ofAlias: name) } == key)
    }
    let shards = edge.shards
    let purged = Task(executorPreference: edge.loops[0]) {
      await shards.purge(byName ? named : patch)
    }
    for _ in 0..<1000
    where edge.loops.indices.contains(where: { shard in
      edge.perform(on: shard) { edge.contents[shard].here.entry(of: name) } != nil
    }) {
      edge.settle()
      await Task.yield()
    }
    for shard in 0..<2 {
      let shard = edge.perform(on: shard) { edge.contents[shard].here.counts }
      #expect(shard.homeCount == 0 && shard.borrowedCount == 0)
    }
    #expect((0..<2).allSatisfy { edge.usedBytes(shard: $0) == 0 })
    purged.cancel()
  }

  @Test func `a list that gives patches wrong names is found out and forgotten`() throws {
    let edge = try edge()
    let wrong = String(decoding: try list, as: UTF8.self)
      .replacing(try patchID(0).description, with: "X")
      .replacing(try patchID(1).description, with: try patchID(0).description)
      .replacing("X", with: try patchID(1).description)
    edge.publisher.list = .success(Array(wrong.utf8))
    let client = try edge.ask(namedPath(0))
    // What the list leads to says itself that it is another.
    try answer(edge, 1)
    #expect(client.response == nil)
    try answer(edge, 0)
    #expect(client.bytes == text(0))
    let asked = edge.source.fetches.map(\.request.reference.name)
    #expect(asked.last == .namedPatch(quilt: id, identifier: "patch 0"))
  }

  @Test func `without a list a patch is fetched by its name`() throws {
    let edge = try edge()
    edge.publisher.list = .failure(OriginFailure(.unavailable))
    let client = try edge.ask(namedPath(5))
    try answer(edge, 5)
    #expect(client.bytes == text(5))
    #expect(try edge.ask(namedPath(5)).field("X-Cache") == "HIT")
    #expect(edge.source.fetches.count == 1)
  }

  @Test func `a quilt of which several patches are wanted is fetched once and cut`() throws {
    let edge = try edge(shardCount: 2, patches: 3)
    for number in 0..<6 {
      let client = try edge.ask(
        number % 2 == 0 ? try path(number) : namedPath(number), shard: number % 2)
      try answer(edge, number)
      #expect(client.bytes == text(number) && client.failure == nil)
      #expect(client.field("Content-Type") == "text/x\(number)")
      #expect(client.field("X-Quilt-Patch-Identifier") == "patch \(number)")
      #expect(client.field("ETag") == "\"\(try patchID(number))\"")
      #expect(client.field("X-Cache") == (number <= 2 ? "MISS" : "HIT"))
    }
    let asked = edge.sources.flatMap(\.fetches).map(\.request.reference.name)
    #expect(asked.count == 3 && asked.filter { $0 == .blob(id) }.count == 1)
  }

  @Test func `what is cut out of a quilt is proven when the quilt is`() throws {
    let edge = try edge(.sampled, patches: 1)
    edge.offload.isHeld = true
    let early = try edge.ask(try path(0))
    try answer(edge, 0)
    #expect(early.bytes == text(0) && early.field("X-Floe-Verified") == "unverified")
    #expect(edge.offload.waiting.count == 1, "the quilt is checked although it was not drawn")
    edge.offload.runAll()
    edge.settle()
    for number in 0..<2 {
      let client = try edge.ask(try path(number))
      #expect(client.bytes == text(number) && client.field("X-Floe-Verified") == "proven")
      #expect(client.field("Cache-Control") == "public, max-age=31536000, immutable")
    }
    #expect(edge.source.fetches.count == 1)
  }

  @Test func `what was fetched before its quilt was proven is cut out of it then`() throws {
    let edge = try edge(.sampled, patches: 2)
    try edge.ask(try path(0))
    try answer(edge, 0)
    #expect(try edge.ask(try path(0)).field("X-Floe-Verified") == "unverified")
    try edge.ask(try path(1))
    try answer(edge, 1)
    for number in 0..<2 {
      let client = try edge.ask(try path(number))
      #expect(client.bytes == text(number) && client.field("X-Cache") == "HIT")
      #expect(client.field("X-Floe-Verified") == "proven")
    }
    #expect(edge.source.fetches.count == 2)
  }

  @Test func `what was cut out of a wrong quilt goes with it`() throws {
    let edge = try edge(.sampled, patches: 1)
    edge.offload.isHeld = true
    // As long as the truth, so that the patches lie in the same columns.
    let patches = quilt.index.entries.map {
      QuiltPatch(identifier: $0.identifier, tags: $0.tags, content: Array("a lie, a lie".utf8))
    }
    let lie = try Quilt(patches, encoding: EdgeUnderTest.encoding)
    try edge.ask(try path(0))
    try edge.answer(lie.bytes)
    #expect(try edge.ask(try path(0)).text == "a lie, a lie")
    edge.offload.runAll()
    edge.settle()
    #expect(edge.usedBytes() == 0 && edge.source.wrong.count == 1)
    let again = try edge.ask(try path(0))
    try answer(edge, 0)
    #expect(again.bytes == text(0))
  }

  @Test func `with all checked a patch is proven by its quilt from the first time on`() throws {
    let edge = try edge(.always)
    let client = try edge.ask(namedPath(3))
    try answer(edge, 3)
    #expect(client.bytes == text(3) && client.field("X-Floe-Verified") == "proven")
    #expect(edge.source.fetches.map(\.request.reference.name) == [.blob(id)])
  }

  @Test func `a blob that is no quilt, or too long, is left alone`() throws {
    let edge = try edge(patches: 1)
    let client = try edge.ask(try path(0))
    try edge.answer(EdgeUnderTest.bytes(1000))
    // It was none: the patch is asked for alone.
    try answer(edge, 0)
    #expect(client.bytes == text(0))
    let next = try edge.ask(try path(1))
    try answer(edge, 1)
    #expect(next.bytes == text(1) && edge.source.fetches.count == 3)
  }
}
