import HTTP
import Testing
import WalrusIdentity

@testable import ContentDelivery

@Suite struct PurgeContentTests {
  private let edge: EdgeUnderTest
  private let bytes = Array("some content".utf8)

  init() throws { edge = try EdgeUnderTest(shardCount: 3) }

  private func reference(_ name: ContentReference.Name) -> ContentReference {
    ContentReference(name, secret: SampleContent.secret)
  }

  /// Fetches content, and has it asked for from other loops too.
  private func fill(
    _ reference: ContentReference, _ attributes: OriginAttributes = OriginAttributes(),
    askedOn shards: [Int] = []
  ) throws {
    let home = edge.contents.home(of: reference.key)
    let path = reference.canonicalPath
    try edge.ask(path, shard: home)
    try edge.answer(bytes, attributes: attributes, shard: home)
    for shard in shards where shard != home {
      #expect(try edge.ask(path, shard: shard).field("X-Cache") == "HIT")
    }
  }

  private func has(_ reference: ContentReference, on shard: Int) -> Bool {
    edge.perform(on: shard) {
      edge.contents[shard].here.lookup(reference.key, at: edge.clock.seconds).content != nil
    }
  }

  private func purge(_ scope: PurgeScope) throws -> PurgeCount {
    let purge = PurgeContent(shards: edge.shards)
    return try #require(try edge.begin { await purge(scope) }.value?.get())
  }

  private func count(_ contents: Int, _ copies: Int, fills: Int = 0) -> PurgeCount {
    var count = PurgeCount()
    (count.contents, count.copies, count.fills) = (contents, copies, fills)
    return count
  }

  @Test func `a purge reaches every loop and counts the copies`() throws {
    let one = reference(.blob(SampleContent.blob(1)))
    let other = reference(.blob(SampleContent.blob(2)))
    try fill(one, askedOn: [0, 1, 2])
    try fill(other)
    #expect(try purge(.content(one)) == count(1, 3))
    for shard in 0..<3 { #expect(!has(one, on: shard)) }
    #expect(has(other, on: edge.contents.home(of: other.key)))
    #expect(try purge(.content(one)) == count(0, 0))
  }

  @Test func `what is being fetched during a purge is not stored`() throws {
    let one = reference(.blob(SampleContent.blob(1)))
    let home = edge.contents.home(of: one.key)
    let early = try edge.ask(one.canonicalPath, shard: home)
    #expect(try purge(.content(one)) == count(0, 0, fills: 1))
    let late = try edge.ask(one.canonicalPath, shard: home)
    #expect(edge.sources[home].fetches.count == 2)
    let first = edge.sources[home].fetches[0]
    edge.perform(on: home) {
      first.head(OriginHead(length: 12, source: "origin.example"))
      first.bytes(bytes)
      first.end()
    }
    // The early reader gets what it asked for; the late one what is fetched after the purge.
    #expect(early.bytes == bytes && late.bytes.isEmpty)
    #expect(!has(one, on: home))
    try edge.answer(bytes, shard: home)
    #expect(late.bytes == bytes && has(one, on: home))
  }

  @Test func `a purge forgets that content was absent`() throws {
    let one = reference(.blob(SampleContent.blob(1)))
    let home = edge.contents.home(of: one.key)
    try edge.ask(one.canonicalPath, shard: home)
    try edge.fail(.notFound, shard: home)
    #expect(try edge.ask(one.canonicalPath, shard: home).status == 404)
    #expect(edge.sources[home].fetches.count == 1)
    _ = try purge(.content(one))
    try edge.ask(one.canonicalPath, shard: home)
    #expect(edge.sources[home].fetches.count == 2)
    try edge.answer(bytes, shard: home)
  }

  @Test func `a prefix takes a folder of a quilt, or ids that begin alike`() throws {
    let quilt = SampleContent.blob(7)
    let names = ["images/a.png", "images/b c.png", "index.html"].map {
      reference(.namedPatch(quilt: quilt, identifier: $0))
    }
    let blob = reference(.blob(SampleContent.blob(1)))
    for name in names { try fill(name, askedOn: [0]) }
    try fill(blob)
    let copies = names.prefix(2).map { edge.contents.home(of: $0.key) == 0 ? 1 : 2 }
    #expect(try purge(.prefix("\(quilt)/images/")) == count(2, copies.reduce(0, +)))
    #expect(has(names[2], on: edge.contents.home(of: names[2].key)))
    #expect(try purge(.prefix(String("\(SampleContent.blob(1))".prefix(8)))).contents == 1)
    #expect(try purge(.prefix("")).contents == 1)
  }

  @Test func `a prefix keeps what is being fetched from being stored`() throws {
    let quilt = SampleContent.blob(7)
    let name = reference(.namedPatch(quilt: quilt, identifier: "images/a.png"))
    let home = edge.contents.home(of: name.key)
    try edge.ask(name.canonicalPath, shard: home)
    #expect(try purge(.prefix("\(quilt)/other")).fills == 0)
    #expect(try purge(.prefix("\(quilt)/images/")).fills == 1)
    try edge.answer(bytes, shard: home)
    #expect(!has(name, on: home))
  }

  @Test func `tags name what contents have in common`() throws {
    let quilt = SampleContent.blob(7)
    let named = reference(.namedPatch(quilt: quilt, identifier: "a"))
    let patch = reference(
      .quiltPatch(try QuiltPatchID(quilt: quilt, startColumn: 1, endColumn: 2)))
    let whole = reference(.blob(quilt))
    let object = reference(.object(try ObjectID("0x07")))
    let stranger = reference(.blob(SampleContent.blob(8)))
    var attributes = OriginAttributes()
    attributes.blobID = quilt
    attributes.contentType = "image/png; q=1"
    for reference in [named, patch, whole, stranger] { try fill(reference) }
    try fill(object, attributes)

    #expect(try purge(.tag(try #require(ContentTag("type:image/*")))).contents == 1)
    try fill(object, attributes)
    #expect(try purge(.tag(.mediaType("image/png"))).contents == 1)
    try fill(object, attributes)
    #expect(try purge(.tag(try #require(ContentTag("blob:\(quilt)")))).contents == 2)
    try fill(whole)
    #expect(try purge(.tag(try #require(ContentTag("quilt:\(quilt)")))).contents == 3)
    #expect(try purge(.tag(.source("elsewhere.example"))).contents == 0)
    #expect(try purge(.tag(.source("origin.example"))).contents == 1)
  }

  @Test(arguments: [
    "quilt", "quilt:", "quilt:short", "blob:0x07", "type:png", "source:", "colour:red", "",
  ])
  func `what is no tag is none`(text: String) { #expect(ContentTag(text) == nil) }

  @Test func `a long purge lets others in between`() throws {
    let contents = edge.contents
    for number in 0..<5000 {
      let key = SampleContent.key(number)
      edge.perform(on: contents.home(of: key)) {
        let shard = contents[contents.home(of: key)].here
        _ = try? shard.insert(SampleContent.standIn(number, cost: 100, budget: shard.budget))
      }
    }
    let purge = PurgeContent(shards: edge.shards)
    let pending = Pending<PurgeCount>()
    Task(executorPreference: edge.loops[0]) {
      pending.settle(.success(await purge(.prefix(""))))
    }
    var turns = 0
    while pending.value == nil, turns < 1000 {
      _ = edge.loops.map { $0.turn() }
      turns += 1
    }
    #expect(try pending.value?.get().contents == 5000)
    #expect(turns > 5)
  }
}
