import Routing
import Testing

@testable import ContentDelivery

/// Content of 20,500 bytes in slices of 1,000, with origins that answer in every way.
@Suite struct SlicedContentTests {
  private let bytes = EdgeUnderTest.bytes(20_500)

  private func stage(
    memory: Int = 64 << 20, shardCount: Int = 1, window: Int = 1 << 20,
    _ answer: @escaping (Int, ClosedRange<Int64>?) -> AnsweringOrigin.Answer = { _, _ in
      .aggregator
    }
  ) throws -> (EdgeUnderTest, AnsweringOrigin) {
    var limits = FillLimits()
    limits.windowBytes = window
    let edge = try EdgeUnderTest(
      shardCount: shardCount, memory: memory, limits: limits,
      slices: SliceLimits(size: 1000, wholeMax: 4000))
    let origin = AnsweringOrigin(bytes, of: edge)
    origin.answer = answer
    return (edge, origin)
  }

  private func range(_ edge: EdgeUnderTest, _ range: String) throws -> ClientUnderTest {
    try edge.ask(edge.path(), fields: ["Range: bytes=\(range)"])
  }

  private func expect(_ client: ClientUnderTest, _ part: Range<Int>) {
    #expect(client.status == 206 && client.hasFinished && client.failure == nil)
    #expect(client.bytes == Array(bytes[part]))
    #expect(
      client.field("Content-Range") == "bytes \(part.lowerBound)-\(part.upperBound - 1)/20500")
  }

  @Test(
    arguments: [
      ("0-0", 0..<1, 0...999), ("5200-5299", 5200..<5300, 5000...5999),
      ("5999-6000", 5999..<6001, 5000...6999), ("20400-", 20_400..<20_500, 20_000...20_499),
      ("-600", 19_900..<20_500, 19_000...20_499), ("3000-99999", 3000..<20_500, 3000...20_499),
    ] as [(String, Range<Int>, ClosedRange<Int64>)])
  func `a range of what is not here fetches the slices that hold it, and no more`(
    text: String, part: Range<Int>, asked: ClosedRange<Int64>
  ) throws {
    let (edge, origin) = try stage()
    let client = try range(edge, text)
    origin.run()
    expect(client, part)
    #expect(client.field("X-Cache") == "MISS")
    #expect(origin.ranges == [0...511, asked], "the first bytes tell length and type")
    let again = try range(edge, text)
    expect(again, part)
    #expect(again.field("X-Cache") == "HIT" && origin.ranges.count == 2)
    #expect(again.field("Cache-Status") == "floe; hit; ttl=86400")
    #expect(client.stableFields == again.stableFields)
    #expect(edge.counts().fillCount == 0)
  }

  @Test func `only what is missing is fetched`() throws {
    let (edge, origin) = try stage()
    expect(try played(edge, origin, "5000-6999"), 5000..<7000)
    let client = try played(edge, origin, "4000-8999")
    expect(client, 4000..<9000)
    #expect(client.field("X-Cache") == "MISS")
    #expect(origin.ranges.suffix(2) == [4000...4999, 7000...8999])
    #expect(edge.counts().slices[.stored] == 5 && edge.counts().slices[.fetched] == 5)
  }

  private func played(
    _ edge: EdgeUnderTest, _ origin: AnsweringOrigin, _ text: String
  ) throws -> ClientUnderTest {
    let client = try range(edge, text)
    origin.run()
    return client
  }

  @Test func `several ranges are fetched in turn`() throws {
    let (edge, origin) = try stage()
    let client = try range(edge, "100-199,9000-9099,-100")
    origin.run()
    #expect(client.status == 206 && client.failure == nil && client.hasFinished)
    #expect(origin.ranges == [0...511, 0...999, 9000...9999, 20_000...20_499])
    for part in [100..<200, 9000..<9100, 20_400..<20_500] {
      #expect(client.bytes.contains(Array(bytes[part])))
    }
  }

  @Test func `a request for everything fills the slices as it streams`() throws {
    let (edge, origin) = try stage()
    let client = try edge.ask(edge.path())
    let second = try edge.ask(edge.path())
    origin.run()
    for client in [client, second] {
      #expect(client.status == 200 && client.bytes == bytes && client.failure == nil)
    }
    #expect(client.field("Cache-Status") == "floe; fwd=uri-miss; fwd-status=200; stored")
    #expect(
      second.field("Cache-Status") == "floe; fwd=uri-miss; fwd-status=200; stored; collapsed")
    #expect(origin.ranges == [nil])
    let part = try range(edge, "12345-13456")
    expect(part, 12_345..<13_457)
    #expect(part.field("X-Cache") == "HIT")
    let whole = try edge.ask(edge.path())
    #expect(whole.bytes == bytes && whole.field("X-Cache") == "HIT")
    #expect(whole.stableFields == client.stableFields)
    #expect(origin.ranges == [nil] && edge.counts().slices[.stored] == 21)
  }

  @Test func `what is open at the end and begins at the first byte is asked for at once`() throws {
    let (edge, origin) = try stage()
    let client = try played(edge, origin, "0-")
    expect(client, 0..<20_500)
    #expect(origin.ranges == [nil])
  }

  @Test func `askers on every shard share the fetches at the content's home`() throws {
    let (edge, _) = try stage(shardCount: 3)
    let origin = AnsweringOrigin(bytes, of: edge, shard: 1)
    let path = edge.path(atHome: 1)
    let clients = try (0..<6).map {
      try edge.ask(path, fields: ["Range: bytes=5000-8999"], shard: $0 % 3)
    }
    origin.run()
    for client in clients { expect(client, 5000..<9000) }
    #expect(origin.ranges == [0...511, 5000...8999])
    #expect(edge.sources.map(\.fetches.count) == [0, 2, 0])
    let hit = try edge.ask(path, fields: ["Range: bytes=5000-8999"], shard: 2)
    #expect(hit.field("X-Cache") == "HIT")
  }

  @Test func `readers of overlapping runs fetch each slice once`() throws {
    let (edge, origin) = try stage()
    _ = try played(edge, origin, "0-0")
    let parts = [3000..<9000, 4000..<6000, 6000..<12_000, 2000..<4000]
    let clients = try parts.map { try range(edge, "\($0.lowerBound)-\($0.upperBound - 1)") }
    origin.run()
    for (client, part) in zip(clients, parts) { expect(client, part) }
    let asked = origin.ranges.dropFirst(2).compactMap(\.self)
    #expect(asked.map(\.count).reduce(0, +) == 10_000)
    #expect(Set(asked.map(\.lowerBound)).count == asked.count)
  }

  @Test func `HEAD of what has been seen asks nothing`() throws {
    let (edge, origin) = try stage()
    _ = try played(edge, origin, "7000-7099")
    let head = try edge.ask(edge.path(), method: "HEAD")
    #expect(head.status == 200 && head.field("X-Cache") == "HIT")
    guard case .omitted(length: let length) = head.response?.body else {
      Issue.record("the length is missing")
      return
    }
    #expect(length == 20_500)
    #expect(origin.ranges.count == 2)
  }

  @Test func `a range after HEAD needs no first bytes`() throws {
    let (edge, origin) = try stage()
    _ = try edge.ask(edge.path(), method: "HEAD")
    origin.run()
    let count = origin.ranges.count
    expect(try played(edge, origin, "7000-7099"), 7000..<7100)
    #expect(Array(origin.ranges.dropFirst(count)) == [7000...7999])
  }

  @Test func `a range outside is refused, and conditions are met, without a slice`() throws {
    let (edge, origin) = try stage()
    _ = try played(edge, origin, "0-0")
    let outside = try range(edge, "20500-")
    #expect(outside.status == 416 && outside.field("Content-Range") == "bytes */20500")
    let tag = try #require(edge.ask(edge.path(), method: "HEAD").field("ETag"))
    #expect(try edge.ask(edge.path(), fields: ["If-None-Match: \(tag)"]).status == 304)
    #expect(try edge.ask(edge.path(), fields: ["If-Match: \"x\""]).status == 412)
    #expect(origin.ranges == [0...511, 0...999])
  }

  @Test func `what turns out to be short is stored in one piece`() throws {
    for count in [300, 512, 513, 4000] {
      let edge = try stage().0
      let origin = AnsweringOrigin(Array(bytes[..<count]), of: edge)
      let client = try range(edge, "100-199")
      origin.run()
      #expect(client.status == 206 && client.bytes == Array(bytes[100..<200]))
      // Where the first bytes are all bytes, they are enough.
      #expect(origin.ranges == (count == 512 ? [0...511] : [0...511, nil]))
      let whole = try edge.ask(edge.path())
      #expect(whole.field("X-Cache") == "HIT" && whole.bytes.count == count)
    }
  }
}

extension [UInt8] {
  /// Whether these bytes stand somewhere in others.
  fileprivate func contains(_ part: [UInt8]) -> Bool {
    indices.contains { self[$0...].starts(with: part) }
  }
}
