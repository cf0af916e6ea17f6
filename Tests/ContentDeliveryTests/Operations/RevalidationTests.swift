import Testing

@testable import ContentDelivery

/// Objects past their time: served at once while they are fetched again, and when that fails.
@Suite struct RevalidationTests {
  private static let path = "/cdn/0x" + String(repeating: "5a", count: 32)
  private static let old = EdgeUnderTest.bytes(3000)
  private static let new = EdgeUnderTest.bytes(3000, seed: 9)
  /// A day and a little more.
  private static let later: Int64 = 86_400 + 60

  /// An edge that has an object whose time is over.
  private static func edge(objectMax: Int? = nil) throws -> EdgeUnderTest {
    let edge = try EdgeUnderTest(objectMax: objectMax)
    let client = try edge.ask(path)
    try edge.answer(old)
    #expect(client.bytes == old)
    edge.clock.seconds += later
    return edge
  }

  @Test func `an object past its time is served at once and fetched once, for all`() throws {
    let edge = try Self.edge()
    for _ in 0..<3 {
      let client = try edge.ask(Self.path)
      #expect(client.status == 200)
      #expect(client.bytes == Self.old)
      #expect(client.field("X-Cache") == "STALE")
      #expect(client.field("Cache-Status") == "floe; hit; ttl=-60")
    }
    #expect(edge.source.fetches.count == 2)
    try edge.answer(Self.new)
    let fresh = try edge.ask(Self.path)
    #expect(fresh.bytes == Self.new)
    #expect(fresh.field("X-Cache") == "HIT")
    #expect(edge.source.fetches.count == 2)
    #expect(edge.counts().fillCount == 0)
  }

  @Test func `a failed fetch changes nothing, and is not made again at once`() throws {
    let edge = try Self.edge()
    try edge.ask(Self.path)
    try edge.fail(.unavailable, status: 503)
    #expect(edge.counts().fillCount == 0)
    #expect(try edge.ask(Self.path).bytes == Self.old)
    #expect(edge.source.fetches.count == 2)
    edge.clock.seconds += 10
    #expect(try edge.ask(Self.path).bytes == Self.old)
    #expect(edge.source.fetches.count == 3)
  }

  @Test(arguments: [OriginFailure.Code.notFound, .blocked])
  func `an object that is gone is served no more`(code: OriginFailure.Code) throws {
    let edge = try Self.edge()
    #expect(try edge.ask(Self.path).status == 200)
    try edge.fail(code)
    #expect(try edge.ask(Self.path).status == (code == .notFound ? 404 : 451))
  }

  @Test func `long past its time an object is fetched first, and served only when that fails`()
    throws
  {
    let edge = try Self.edge()
    edge.clock.seconds += 3600
    let waiting = try edge.ask(Self.path)
    #expect(waiting.status == nil)
    try edge.fail(.unavailable, status: 503)
    #expect(waiting.bytes == Self.old)
    #expect(waiting.field("X-Cache") == "STALE")
    #expect(waiting.field("Cache-Status")?.contains("fwd=stale; fwd-status=503") == true)
  }

  @Test func `a 404 that nobody has confirmed does not take a copy away`() throws {
    let edge = try Self.edge()
    edge.clock.seconds += 3600
    for _ in 0..<2 {
      let client = try edge.ask(Self.path)
      let fetch = try #require(edge.source.fetches.last)
      var failure = OriginFailure(.notFound, lastStatus: 404)
      failure.isConfirmed = false
      edge.perform { fetch.end(failure) }
      #expect(client.bytes == Self.old)
    }
    #expect(edge.source.fetches.count == 3)
  }

  @Test func `a 404 that nobody has confirmed is told but neither kept nor to be kept`() throws {
    let edge = try EdgeUnderTest()
    for round in 1...2 {
      let client = try edge.ask(edge.path())
      let fetch = try #require(edge.source.fetches.last)
      var failure = OriginFailure(.notFound, lastStatus: 404)
      failure.isConfirmed = false
      edge.perform { fetch.end(failure) }
      #expect(client.status == 404)
      #expect(client.field("Cache-Control") == "no-store")
      #expect(edge.source.fetches.count == round)
    }
  }

  @Test func `a blob past its time is fetched before it is served`() throws {
    let edge = try EdgeUnderTest()
    let path = edge.path()
    try edge.ask(path)
    try edge.answer(Self.old)
    edge.clock.seconds += Self.later
    let client = try edge.ask(path)
    #expect(client.status == nil)
    try edge.answer(Self.old)
    #expect(client.bytes == Self.old)
  }

  @Test func `an object that has become too long to be kept is given up, not waited for`() throws {
    let edge = try Self.edge(objectMax: 1 << 20)
    try edge.ask(Self.path)
    let fetch = try #require(edge.source.fetches.last)
    edge.perform { fetch.head(OriginHead(length: 1 << 40, source: "origin.example")) }
    #expect(fetch.isCancelled)
    edge.perform { fetch.end() }
    #expect(edge.counts().fillCount == 0)
    #expect(try edge.ask(Self.path).bytes == Self.old)
  }

  @Test func `an object that has become long is not fetched whole while nobody waits for it`()
    throws
  {
    let edge = try Self.edge()
    try edge.ask(Self.path)
    let fetch = try #require(edge.source.fetches.last)
    edge.perform {
      fetch.head(OriginHead(length: 1 << 40, source: "origin.example"))
      fetch.bytes([UInt8](repeating: 7, count: 1024))
    }
    #expect(fetch.isCancelled)
    edge.perform { fetch.end() }
    #expect(edge.counts().fillCount == 0)
  }
}
