import Testing
import WalrusIdentity

@testable import ContentDelivery

/// One fetch for all who ask, each reading at its own pace.
@Suite struct SharedFillTests {
  private let bytes = EdgeUnderTest.bytes(300_000)
  private var head: OriginHead { OriginHead(length: 300_000, source: "origin.example") }

  @Test func `a thousand askers share one fetch`() throws {
    let edge = try EdgeUnderTest()
    let bytes = EdgeUnderTest.bytes(5000)
    let clients = try (0..<1000).map { _ in try edge.ask(edge.path()) }
    #expect(edge.source.fetches.count == 1)
    try edge.answer(bytes, in: 1000)
    #expect(clients.allSatisfy { $0.status == 200 && $0.bytes == bytes && $0.failure == nil })
    #expect(clients[0].field("Cache-Status") == "floe; fwd=uri-miss; fwd-status=200; stored")
    #expect(
      clients[1].field("Cache-Status") == "floe; fwd=uri-miss; fwd-status=200; stored; collapsed")
    #expect(edge.counts()[.collapsed] == 999)

    let later = try edge.ask(edge.path())
    #expect(later.bytes == bytes && later.field("X-Cache") == "HIT")
    #expect(edge.source.fetches.count == 1)
  }

  @Test func `the first bytes are served while the rest is still to come`() throws {
    let edge = try EdgeUnderTest()
    let client = try edge.ask(edge.path())
    let fetch = try #require(edge.source.fetches.first)
    edge.perform { fetch.head(head) }
    #expect(client.response == nil, "the type is not known yet")
    edge.perform { fetch.bytes(Array(bytes[..<600])) }
    #expect(client.status == 200 && client.bytes == Array(bytes[..<600]))
    #expect(client.field("X-Cache") == "MISS" && !client.hasFinished)
    edge.perform {
      fetch.bytes(Array(bytes[600...]))
      fetch.end()
    }
    #expect(client.bytes == bytes && client.hasFinished && client.failure == nil)
  }

  @Test func `a slow reader holds nobody up and loses nothing`() throws {
    let edge = try EdgeUnderTest()
    let slow = try edge.ask(edge.path(), pieces: 1)
    let fast = try edge.ask(edge.path())
    try edge.answer(bytes)
    #expect(fast.bytes == bytes && fast.hasFinished)
    #expect(!slow.hasFinished && slow.bytes.count < bytes.count)
    slow.take(1000)
    #expect(slow.bytes == bytes && slow.hasFinished)
  }

  @Test func `the fetch goes on when the first asker leaves`() throws {
    let edge = try EdgeUnderTest()
    let first = try edge.ask(edge.path())
    let second = try edge.ask(edge.path())
    let fetch = try #require(edge.source.fetches.first)
    edge.perform {
      fetch.head(head)
      fetch.bytes(Array(bytes[..<1000]))
    }
    first.leave()
    #expect(first.hasFinished && !fetch.isCancelled)
    edge.perform {
      fetch.bytes(Array(bytes[1000...]))
      fetch.end()
    }
    #expect(second.bytes == bytes)
    #expect(edge.source.fetches.count == 1)
  }

  @Test func `one who leaves before the head has come leaves at once`() throws {
    let edge = try EdgeUnderTest()
    let first = try edge.ask(edge.path())
    let second = try edge.ask(edge.path())
    first.leave()
    #expect(first.hasFinished && first.status == 503)
    try edge.answer(bytes)
    #expect(second.bytes == bytes)
  }

  @Test func `the fetch is given up when all have left, and its bytes with it`() throws {
    let edge = try EdgeUnderTest()
    let clients = try (0..<10).map { _ in try edge.ask(edge.path()) }
    let fetch = try #require(edge.source.fetches.first)
    edge.perform {
      fetch.head(head)
      fetch.bytes(Array(bytes[..<1000]))
    }
    #expect(edge.usedBytes() >= 300_000)
    for client in clients { client.leave() }
    #expect(fetch.isCancelled)
    edge.perform { fetch.end() }
    #expect(edge.usedBytes() == 0)
    #expect(edge.counts().fillCount == 0 && edge.counts()[.abandoned] == 1)
    // The next asker begins anew.
    let next = try edge.ask(edge.path())
    try edge.answer(bytes)
    #expect(next.bytes == bytes && edge.source.fetches.count == 2)
  }

  @Test func `a fetch more than half done is finished for nobody`() throws {
    let edge = try EdgeUnderTest()
    let client = try edge.ask(edge.path())
    let fetch = try #require(edge.source.fetches.first)
    edge.perform {
      fetch.head(head)
      fetch.bytes(Array(bytes[..<200_000]))
    }
    client.leave()
    #expect(!fetch.isCancelled)
    edge.perform {
      fetch.bytes(Array(bytes[200_000...]))
      fetch.end()
    }
    #expect(try edge.ask(edge.path()).field("X-Cache") == "HIT")
  }

  @Test func `askers on every shard share the fetch at the content's home`() throws {
    let edge = try EdgeUnderTest(shardCount: 3, pagesThreshold: 100_000)
    let path = edge.path(atHome: 1)
    let clients = try (0..<6).map { try edge.ask(path, shard: $0 % 3) }
    #expect(edge.sources.map(\.fetches.count) == [0, 1, 0])
    try edge.answer(bytes, shard: 1)
    #expect(clients.allSatisfy { $0.bytes == bytes && $0.failure == nil })
    // The first hit elsewhere borrows, the second is answered there alone.
    for _ in 0..<2 { #expect(try edge.ask(path, shard: 0).field("X-Cache") == "HIT") }
    #expect(edge.perform { edge.contents[0].here.borrowedCount } == 1)
    #expect(edge.sources.map(\.fetches.count) == [0, 1, 0])
  }

  @Test func `content of unknown length is served as it comes, and stored`() throws {
    let edge = try EdgeUnderTest()
    let client = try edge.ask(edge.path(), fields: ["Range: bytes=0-9"])
    let fetch = try #require(edge.source.fetches.first)
    edge.perform {
      fetch.head(OriginHead(length: nil, source: "a"))
      fetch.bytes(bytes)
    }
    #expect(client.status == 200 && client.bytes == bytes && !client.hasFinished)
    edge.perform { fetch.end() }
    #expect(client.hasFinished && client.failure == nil)
    let later = try edge.ask(edge.path(), fields: ["Range: bytes=0-9"])
    #expect(later.status == 206 && later.bytes == Array(bytes[..<10]))
  }

  @Test(arguments: [0, 1, 511, 512, 513])
  func `short contents are served whole`(count: Int) throws {
    let edge = try EdgeUnderTest()
    let client = try edge.ask(edge.path())
    try edge.answer(Array(bytes[..<count]), in: 100)
    #expect(client.status == 200 && client.bytes == Array(bytes[..<count]) && client.hasFinished)
    let later = try edge.ask(edge.path())
    #expect(later.bytes == client.bytes && later.field("X-Cache") == "HIT")
  }

  @Test func `every byte of budget is given back`() throws {
    let edge = try EdgeUnderTest()
    for number in 0..<20 {
      let client = try edge.ask(edge.path(skipping: number))
      if number % 3 == 0 {
        try edge.fail(.reset)
      } else {
        try edge.answer(EdgeUnderTest.bytes(1000 * number))
      }
      if number % 4 == 0 { client.leave() }
    }
    #expect(edge.usedBytes() > 0)
    edge.empty()
    #expect(edge.usedBytes() == 0)
    #expect(edge.counts().fillCount == 0)
  }
}
