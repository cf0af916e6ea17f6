import Bytes
import Testing

@testable import ContentDelivery

/// What does not fit, and what there is too much of.
@Suite struct FillBoundTests {
  private let bytes = EdgeUnderTest.bytes(1_000_000)
  private let window = 100_000

  private func edge(objectMax: Int? = 100_000, memory: Int = 8 << 20) throws -> EdgeUnderTest {
    var limits = FillLimits()
    limits.windowBytes = window
    return try EdgeUnderTest(memory: memory, objectMax: objectMax, limits: limits)
  }

  /// Sends bytes as long as they are wanted; the number sent.
  private func send(
    _ bytes: [UInt8], from start: Int, to fetch: ScriptedSource.Fetch, on edge: EdgeUnderTest
  ) -> Int {
    var offset = start
    while offset < bytes.count, case .more = fetch.demand {
      let end = min(offset + 10_000, bytes.count)
      edge.perform { fetch.bytes(Array(bytes[offset..<end])) }
      offset = end
    }
    return offset
  }

  @Test func `what is too long passes through, and the origin waits for a slow reader`() throws {
    let edge = try edge()
    let client = try edge.ask(edge.path(), pieces: 1)
    let fetch = try #require(edge.source.fetches.first)
    edge.perform { fetch.head(OriginHead(length: 1_000_000, source: "a")) }
    var sent = send(bytes, from: 0, to: fetch, on: edge)
    #expect(sent <= window + 20_000, "the window is bounded")
    #expect(edge.usedBytes() <= 2 * window)
    while sent < bytes.count {
      client.take(5)
      #expect(fetch.resumeCount > 0)
      sent = send(bytes, from: sent, to: fetch, on: edge)
    }
    edge.perform { fetch.end() }
    client.take(1000)
    #expect(client.bytes == bytes && client.hasFinished && client.failure == nil)
    #expect(client.field("Cache-Status") == "floe; fwd=uri-miss; fwd-status=200")
    #expect(edge.usedBytes() == 0 && edge.counts().fillCount == 0)
  }

  @Test func `each asker of what is too long has a fetch of his own`() throws {
    let edge = try edge()
    let first = try edge.ask(edge.path(), pieces: 1)
    let second = try edge.ask(edge.path())
    #expect(edge.source.fetches.count == 1)
    edge.perform { edge.source.fetches[0].head(OriginHead(length: 1_000_000, source: "a")) }
    #expect(edge.source.fetches.count == 2)
    _ = send(bytes, from: 0, to: edge.source.fetches[0], on: edge)
    edge.perform {
      edge.source.fetches[1].head(OriginHead(length: 1_000_000, source: "a"))
      edge.source.fetches[1].bytes(bytes)
      edge.source.fetches[1].end()
    }
    #expect(second.bytes == bytes && !first.hasFinished)
    #expect(edge.counts().streamCount == 0 && edge.counts().fillCount == 1)
    // Its length is known by now: the next one does not even try to store it.
    let range = try edge.ask(edge.path(), fields: ["Range: bytes=500000-500009"])
    #expect(edge.source.fetches[2].request.range == 500_000...500_009)
    edge.perform {
      edge.source.fetches[2].head(
        OriginHead(
          coverage: .part(500_000...500_009), length: 10, total: 1_000_000, source: "a"))
      edge.source.fetches[2].bytes(Array(bytes[500_000..<500_010]))
      edge.source.fetches[2].end()
    }
    #expect(range.status == 206 && range.bytes == Array(bytes[500_000..<500_010]))
    #expect(range.field("Content-Range") == "bytes 500000-500009/1000000")
    first.leave()
    #expect(edge.source.fetches[0].isCancelled)
    #expect(edge.usedBytes() == 0)
  }

  @Test func `what turns out to be too long goes on for those who read it`() throws {
    let edge = try edge()
    let slow = try edge.ask(edge.path(), pieces: 1)
    let fast = try edge.ask(edge.path())
    let fetch = try #require(edge.source.fetches.first)
    edge.perform { fetch.head(OriginHead(length: nil, source: "a")) }
    var sent = send(bytes, from: 0, to: fetch, on: edge)
    // The slowest reader sets the pace from here on.
    #expect(sent > window && sent <= 250_000)
    #expect(edge.counts()[.outgrown] == 1)
    let late = try edge.ask(edge.path())
    #expect(edge.source.fetches.count == 2, "nobody joins any more")
    late.leave()
    while sent < bytes.count {
      slow.take(3)
      sent = send(bytes, from: sent, to: fetch, on: edge)
    }
    edge.perform { fetch.end() }
    slow.take(1000)
    #expect(fast.bytes == bytes && fast.hasFinished && fast.failure == nil)
    #expect(slow.bytes == bytes && slow.hasFinished && slow.failure == nil)
    #expect(edge.usedBytes() == 0)
  }

  @Test func `when memory is in use what would be stored passes through`() throws {
    let edge = try edge(objectMax: 900_000, memory: 1 << 20)
    let first = try edge.ask(edge.path(skipping: 0), pieces: 0)
    edge.perform {
      edge.source.fetches[0].head(OriginHead(length: 800_000, source: "a"))
      edge.source.fetches[0].bytes(Array(bytes[..<1000]))
    }
    let second = try edge.ask(edge.path(skipping: 1))
    edge.perform {
      edge.source.fetches[1].head(OriginHead(length: 500_000, source: "a"))
      edge.source.fetches[1].bytes(Array(bytes[..<500_000]))
      edge.source.fetches[1].end()
    }
    #expect(second.bytes == Array(bytes[..<500_000]))
    #expect(edge.perform { edge.contents[0].here.budget.peakCount } <= 1 << 20)
    first.leave()
    edge.perform { edge.source.fetches[0].end() }
    #expect(edge.usedBytes() == 0)
  }

  @Test(arguments: [0, 1])
  func `memory that other loops have borrowed is waited for`(asker: Int) throws {
    var limits = FillLimits()
    limits.windowBytes = 400_000
    let edge = try EdgeUnderTest(
      shardCount: 2, memory: 2_000_000, objectMax: 400_000, limits: limits)
    // Contents of more than a third of their shard's memory, that both shards answer with.
    for number in 0..<2 {
      let path = edge.path(atHome: 0, skipping: number)
      try edge.ask(path)
      try edge.answer(Array(bytes[..<390_000]))
      #expect(try edge.ask(path, shard: 1).field("X-Cache") == "HIT")
    }
    let body = Array(bytes[..<380_000])
    let client = try edge.ask(edge.path(atHome: 0, skipping: 2), shard: asker)
    try edge.answer(body)
    #expect(client.status == nil, "the first fetch found no room")
    try edge.answer(body)
    #expect(client.status == 200 && client.bytes == body && client.failure == nil)
    #expect(edge.sources.map(\.fetches.count) == [4, 0])
    for shard in 0..<2 {
      #expect(edge.perform(on: shard) { edge.contents[shard].here.budget.peakCount } <= 1_000_000)
    }
  }

  @Test func `memory that readers keep is not waited for without end`() throws {
    var limits = FillLimits()
    limits.windowBytes = 400_000
    let edge = try EdgeUnderTest(memory: 1_000_000, objectMax: 900_000, limits: limits)
    let slow = try edge.ask(edge.path(skipping: 0), pieces: 0)
    edge.perform {
      edge.source.fetches[0].head(OriginHead(length: 800_000, source: "a"))
      edge.source.fetches[0].bytes(Array(bytes[..<1000]))
    }
    let client = try edge.ask(edge.path(skipping: 1))
    for fetch in 1...2 {
      edge.perform { edge.source.fetches[fetch].head(OriginHead(length: 700_000, source: "a")) }
    }
    #expect(client.status == 503 && edge.source.fetches.count == 3)
    slow.leave()
    for fetch in edge.source.fetches { edge.perform { fetch.end() } }
    #expect(edge.usedBytes() == 0)
  }

  @Test func `past the bound of fetches an asker is told to come back`() throws {
    var limits = FillLimits()
    limits.fillsMax = 2
    let edge = try EdgeUnderTest(limits: limits)
    let clients = try (0..<3).map { try edge.ask(edge.path(skipping: $0)) }
    #expect(clients[2].status == 503 && clients[2].field("Retry-After") == "1")
    #expect(clients[2].text.contains("/problems/too-many-fills"))
    #expect(edge.counts()[.refused] == 1)
    try edge.answer(bytes)
    #expect(clients[1].bytes == bytes)
  }

  @Test func `past the bound of readers an asker is told to come back`() throws {
    var limits = FillLimits()
    limits.readersMax = 2
    let edge = try EdgeUnderTest(limits: limits)
    let clients = try (0..<3).map { _ in try edge.ask(edge.path()) }
    #expect(clients.map(\.status) == [nil, nil, 503])
  }

  @Test func `an origin that sends byte by byte does not fill the window with objects`() {
    var window = BodyWindow(at: 0)
    var count = 0
    while !window.isFull(capacity: 1 << 20) {
      window.append(BodyChunk(copying: ([7] as [UInt8]).span.bytes))
      count += 1
    }
    #expect(count == 256)
    window.trim(before: 200)
    #expect(window.start == 200 && window.end == 256)
    #expect(window.hasRoom(capacity: 1 << 20))
    #expect(window.chunk(at: 199) == nil && window.chunk(at: 255)?.start == 255)
  }
}
