import Testing
import WalrusIdentity

@testable import ContentDelivery

/// Origins that fail, and what is remembered of it.
@Suite struct FillFailureTests {
  private let bytes = EdgeUnderTest.bytes(10_000)

  @Test(
    arguments: [
      (.notFound, nil, 404, "content-not-found"), (.blocked, 451, 451, "content-blocked"),
      (.tooLarge, 403, 502, "origin-size-limit"), (.badIdentifier, 400, 502, "origin-unavailable"),
      (.unavailable, 500, 502, "origin-unavailable"),
      (.unavailable, 429, 503, "origin-overloaded"), (.timedOut, nil, 504, "origin-timeout"),
      (.truncated, nil, 502, "origin-broken"), (.reset, nil, 502, "origin-broken"),
      (.malformed, nil, 502, "origin-broken"),
    ] as [(OriginFailure.Code, Int?, Int, String)])
  func `a failure before the first byte is a problem for all who wait`(
    code: OriginFailure.Code, status: Int?, expected: Int, slug: String
  ) throws {
    let edge = try EdgeUnderTest()
    let clients = try (0..<3).map { _ in try edge.ask(edge.path()) }
    try edge.fail(code, status: status)
    for client in clients {
      #expect(client.status == expected && client.text.contains("/problems/\(slug)\""))
      #expect(client.text.contains(#""source":"upstream""#))
      #expect((client.field("Retry-After") != nil) == (expected == 503))
      #expect(
        client.field("Cache-Control") == (expected == 404 ? "public, max-age=5" : "no-store"))
    }
    #expect(edge.usedBytes() == 0)
  }

  @Test(arguments: [.truncated, .timedOut, .reset] as [OriginFailure.Code])
  func `a failure in the middle aborts, and nothing is stored`(code: OriginFailure.Code) throws {
    let edge = try EdgeUnderTest()
    let client = try edge.ask(edge.path())
    let fetch = try #require(edge.source.fetches.first)
    edge.perform {
      fetch.head(OriginHead(length: 10_000, source: "a"))
      fetch.bytes(Array(bytes[..<5000]))
    }
    try edge.fail(code)
    #expect(client.status == 200 && client.failure is FillFailure)
    #expect(edge.usedBytes() == 0)
    try edge.ask(edge.path())
    #expect(edge.source.fetches.count == 2)
  }

  @Test func `a body that ends early is no body`() throws {
    let edge = try EdgeUnderTest()
    let client = try edge.ask(edge.path())
    let fetch = try #require(edge.source.fetches.first)
    edge.perform {
      fetch.head(OriginHead(length: 10_000, source: "a"))
      fetch.bytes(Array(bytes[..<9999]))
      fetch.end()
    }
    #expect(client.bytes.count == 9999 && client.failure is FillFailure)
    #expect(edge.counts()[.stored] == 0 && edge.usedBytes() == 0)
  }

  @Test func `a body that is longer than announced is no body`() throws {
    let edge = try EdgeUnderTest()
    let client = try edge.ask(edge.path())
    let fetch = try #require(edge.source.fetches.first)
    edge.perform {
      fetch.head(OriginHead(length: 9000, source: "a"))
      fetch.bytes(bytes)
    }
    #expect(fetch.isCancelled && client.status == 502)
    #expect(edge.counts()[.stored] == 0)
  }

  @Test func `what is absent is asked for again after a few seconds`() throws {
    let edge = try EdgeUnderTest()
    try edge.ask(edge.path())
    try edge.fail(.notFound)
    edge.clock.seconds += 2
    let second = try edge.ask(edge.path())
    #expect(second.status == 404 && second.field("Cache-Control") == "public, max-age=3")
    #expect(edge.source.fetches.count == 1 && edge.counts()[.negativeHit] == 1)
    edge.clock.seconds += 3
    let third = try edge.ask(edge.path())
    try edge.answer(bytes)
    #expect(third.status == 200 && edge.source.fetches.count == 2)
  }

  @Test func `what is blocked is believed for longer, and a copy goes`() throws {
    let edge = try EdgeUnderTest()
    try edge.ask(edge.path())
    try edge.answer(bytes)
    edge.clock.seconds += 100_000
    try edge.ask(edge.path())
    try edge.fail(.blocked, status: 451)
    #expect(edge.usedBytes() == 0)
    edge.clock.seconds += 299
    #expect(try edge.ask(edge.path()).status == 451)
    #expect(edge.source.fetches.count == 2)
  }

  @Test func `stale content is served when the origins fail`() throws {
    let edge = try EdgeUnderTest()
    try edge.ask(edge.path())
    try edge.answer(bytes)
    edge.clock.seconds += 86_401
    let client = try edge.ask(edge.path())
    try edge.fail(.unavailable, status: 500)
    #expect(client.status == 200 && client.bytes == bytes)
    #expect(client.field("X-Cache") == "STALE")
    #expect(client.field("Cache-Status") == "floe; fwd=stale; fwd-status=500; ttl=-1")
    #expect(client.field("Age") == "86401")
    // With the origins back it is fetched anew.
    let next = try edge.ask(edge.path())
    try edge.answer(bytes)
    #expect(next.field("X-Cache") == "MISS")
    #expect(next.field("Cache-Status") == "floe; fwd=stale; fwd-status=200; stored")
    #expect(try edge.ask(edge.path()).field("X-Cache") == "HIT")
  }

  @Test func `what is long past its time is taken out`() throws {
    let edge = try EdgeUnderTest()
    try edge.ask(edge.path())
    try edge.answer(bytes)
    edge.clock.seconds += 86_400 + 86_400
    edge.perform { edge.shards.tend() }
    #expect(edge.usedBytes() > 0)
    edge.clock.seconds += 1
    edge.perform { edge.shards.tend() }
    #expect(edge.usedBytes() == 0)
  }

  @Test func `stale content that is gone is not served`() throws {
    let edge = try EdgeUnderTest()
    try edge.ask(edge.path())
    try edge.answer(bytes)
    edge.clock.seconds += 86_401
    let client = try edge.ask(edge.path())
    try edge.fail(.notFound)
    #expect(client.status == 404)
    #expect(edge.usedBytes() == 0)
  }

  @Test func `negative entries are bounded, and the oldest go first`() {
    var entries = NegativeEntries(countMax: 3)
    for number in 0..<5 {
      entries.insert(SampleContent.key(number), OriginFailure(.notFound), until: 10)
    }
    #expect(entries.count == 3)
    #expect(
      (0..<5).map { entries.find(SampleContent.key($0), at: 9) != nil }
        == [false, false, true, true, true])
    #expect(entries.find(SampleContent.key(4), at: 10) == nil)
    entries.remove(SampleContent.key(3))
    #expect(entries.find(SampleContent.key(3), at: 9) == nil)
  }
}
