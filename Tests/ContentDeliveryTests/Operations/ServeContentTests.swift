import Routing
import Testing
import WalrusIdentity

@testable import ContentDelivery

/// RFC 9110 on a miss and on a hit alike.
@Suite struct ServeContentTests {
  private let bytes = EdgeUnderTest.bytes(2000)
  private static let blob = SampleContent.blob(0)

  @Test func `a hit has the fields of the miss before it`() throws {
    let edge = try EdgeUnderTest()
    let miss = try edge.ask(edge.path())
    try edge.answer(bytes)
    let hit = try edge.ask(edge.path())
    #expect(miss.stableFields == hit.stableFields)
    #expect(miss.field("X-Cache") == "MISS" && hit.field("X-Cache") == "HIT")
    #expect(hit.field("Cache-Status") == "floe; hit; ttl=86400")
    #expect(hit.field("Cache-Control") == "public, max-age=86400")
    #expect(hit.field("X-Source") == "origin.example")
    #expect(hit.field("Accept-Ranges") == "bytes" && hit.field("Age") == "0")
    #expect(hit.field("X-Content-Type-Options") == "nosniff")
    edge.clock.seconds += 60
    let later = try edge.ask(edge.path())
    #expect(later.field("Age") == "60" && later.field("Cache-Status") == "floe; hit; ttl=86340")
  }

  @Test(
    arguments: [
      ("bytes=0-9", 206, 0..<10, "bytes 0-9/2000"),
      ("bytes=1990-", 206, 1990..<2000, "bytes 1990-1999/2000"),
      ("bytes=-5", 206, 1995..<2000, "bytes 1995-1999/2000"),
      ("bytes=1000-99999", 206, 1000..<2000, "bytes 1000-1999/2000"),
      ("bytes=2000-", 416, 0..<0, "bytes */2000"), ("bytes=9-1", 200, 0..<2000, nil),
      ("lines=1-2", 200, 0..<2000, nil), ("bytes=0-0,1-1", 206, 0..<2, "bytes 0-1/2000"),
    ] as [(String, Int, Range<Int>, String?)])
  func `ranges are the same on a growing body and on a stored one`(
    range: String, status: Int, part: Range<Int>, contentRange: String?
  ) throws {
    let edge = try EdgeUnderTest()
    let miss = try edge.ask(edge.path(), fields: ["Range: \(range)"])
    // The reader of a 416 leaves when the head is there; another sees to the rest.
    try edge.ask(edge.path())
    try edge.answer(bytes, in: 600)
    let hit = try edge.ask(edge.path(), fields: ["Range: \(range)"])
    for client in [miss, hit] {
      #expect(client.status == status)
      #expect(client.field("Content-Range") == contentRange)
      if status < 400 { #expect(client.bytes == Array(bytes[part])) }
    }
    #expect(miss.stableFields == hit.stableFields)
  }

  @Test func `several ranges are parts of one body`() throws {
    let edge = try EdgeUnderTest()
    let miss = try edge.ask(edge.path(), fields: ["Range: bytes=5-7,100-101"])
    try edge.answer(bytes)
    let hit = try edge.ask(edge.path(), fields: ["Range: bytes=5-7,100-101"])
    for client in [miss, hit] {
      #expect(client.status == 206 && client.failure == nil)
      let type = try #require(client.field("Content-Type"))
      #expect(type.hasPrefix("multipart/byteranges; boundary="))
      let boundary = type.split(separator: "=")[1]
      let text = String(decoding: client.bytes, as: UTF8.self)
      #expect(text.hasPrefix("--\(boundary)\r\nContent-Type: application/octet-stream\r\n"))
      #expect(text.contains("Content-Range: bytes 100-101/2000\r\n\r\n"))
      #expect(text.hasSuffix("\r\n--\(boundary)--\r\n"))
    }
  }

  @Test(
    arguments: [
      ("If-None-Match: \"\(blob)\"", 304), ("If-None-Match: W/\"\(blob)\"", 304),
      ("If-None-Match: *", 304), ("If-None-Match: \"other\"", 200),
      ("If-None-Match: \(blob)", 200), ("If-Match: \"\(blob)\"", 200), ("If-Match: *", 200),
      ("If-Match: W/\"\(blob)\"", 412), ("If-Match: \"other\"", 412),
    ])
  func `conditions are the same on a growing body and on a stored one`(
    field: String, status: Int
  ) throws {
    let edge = try EdgeUnderTest()
    let path = "/cdn/\(Self.blob)"
    let miss = try edge.ask(path, fields: [field])
    try edge.ask(path)
    try edge.answer(bytes)
    let hit = try edge.ask(path, fields: [field])
    for client in [miss, hit] {
      #expect(client.status == status)
      #expect(client.field("ETag") == (status == 412 ? nil : "\"\(Self.blob)\""))
    }
    #expect(miss.stableFields == hit.stableFields)
  }

  @Test func `a range is sent only if it is of the content that the client has`() throws {
    let edge = try EdgeUnderTest()
    let path = "/cdn/\(Self.blob)"
    try edge.ask(path)
    try edge.answer(bytes)
    for (tag, status) in [
      ("\"\(Self.blob)\"", 206), ("\"other\"", 200), ("W/\"\(Self.blob)\"", 200),
    ] {
      let client = try edge.ask(path, fields: ["Range: bytes=0-1", "If-Range: \(tag)"])
      #expect(client.status == status)
    }
  }

  // MARK: HEAD

  @Test func `HEAD asks for as few bytes as possible, and once`() throws {
    let edge = try EdgeUnderTest()
    let first = try edge.ask(edge.path(), method: "HEAD")
    let second = try edge.ask(edge.path(), method: "HEAD")
    let probe = try #require(edge.source.fetches.first)
    #expect(probe.request.range == 0...0 && edge.source.fetches.count == 1)
    edge.perform {
      probe.head(OriginHead(coverage: .part(0...0), length: 1, total: 50_000, source: "a"))
      probe.bytes([UInt8(ascii: "G")])
      probe.end()
    }
    let sample = try #require(edge.source.fetches.last)
    #expect(sample.request.range == 0...511 && edge.source.fetches.count == 2)
    edge.perform {
      sample.head(OriginHead(coverage: .part(0...511), length: 512, total: 50_000, source: "a"))
      sample.bytes(Array("GIF89a".utf8) + [UInt8](repeating: 0, count: 506))
      sample.end()
    }
    let third = try edge.ask(edge.path(), method: "HEAD")
    #expect(edge.source.fetches.count == 2)
    for client in [first, second, third] {
      #expect(client.status == 200 && client.bytes.isEmpty)
      #expect(client.field("Content-Type") == "image/gif")
      guard case .omitted(length: 50_000) = client.response?.body else {
        Issue.record("the length is missing")
        continue
      }
    }
    #expect(third.field("X-Cache") == "HIT")
  }

  @Test func `HEAD takes the length from an origin that ignores ranges, and goes`() throws {
    let edge = try EdgeUnderTest()
    let client = try edge.ask(edge.path(), method: "HEAD")
    let probe = try #require(edge.source.fetches.first)
    edge.perform {
      probe.head(OriginHead(length: 500_000, source: "a"))
      probe.bytes(EdgeUnderTest.bytes(1000))
    }
    #expect(client.status == 200 && probe.isCancelled)
  }

  @Test func `HEAD takes a short rest instead of giving up a connection`() throws {
    let edge = try EdgeUnderTest()
    let client = try edge.ask(edge.path(), method: "HEAD")
    let probe = try #require(edge.source.fetches.first)
    edge.perform {
      probe.head(OriginHead(length: 5000, source: "a"))
      probe.bytes(EdgeUnderTest.bytes(1000))
    }
    #expect(client.status == 200 && !probe.isCancelled)
    edge.perform {
      probe.bytes(EdgeUnderTest.bytes(4000))
      probe.end()
    }
    #expect(edge.source.fetches.count == 1)
  }

  @Test func `HEAD of empty content works where it has no first byte`() throws {
    let edge = try EdgeUnderTest()
    let client = try edge.ask(edge.path(), method: "HEAD")
    try edge.fail(.rangeNotSatisfiable, status: 416)
    #expect(edge.source.fetches.last?.request.method == .head)
    edge.perform {
      edge.source.fetches[1].head(OriginHead(length: 0, source: "a"))
      edge.source.fetches[1].end()
    }
    #expect(client.status == 200)
  }

  @Test func `HEAD of content in memory is that of GET`() throws {
    let edge = try EdgeUnderTest()
    try edge.ask(edge.path())
    try edge.answer(bytes)
    let get = try edge.ask(edge.path())
    let head = try edge.ask(edge.path(), method: "HEAD")
    #expect(head.stableFields == get.stableFields && head.bytes.isEmpty)
  }

  @Test func `HEAD of what is not there is a 404, and remembered`() throws {
    let edge = try EdgeUnderTest()
    let client = try edge.ask(edge.path(), method: "HEAD")
    try edge.fail(.notFound)
    #expect(client.status == 404)
    #expect(try edge.ask(edge.path()).status == 404)
    #expect(edge.source.fetches.count == 1)
  }

  // MARK: Identifiers

  @Test(
    arguments: [
      "/cdn/abc", "/cdn/\(String(repeating: "A", count: 42))B",
      "/cdn/0x", "/cdn/0xzz", "/cdn/\(blob)/", "/cdn/\(blob)/a/b", "/v1/blobs/\(blob)x",
      "/v1/blobs/by-object-id/\(blob)", "/v1/blobs/by-quilt-patch-id/\(blob)",
    ])
  func `an identifier that is none is refused before anything is looked up`(path: String) throws {
    let edge = try EdgeUnderTest()
    let client = try edge.ask(path)
    #expect(client.status == 400 || client.status == 404)
    if client.status == 400 { #expect(client.text.contains("/problems/malformed-identifier")) }
    #expect(edge.source.fetches.isEmpty)
  }

  @Test func `every form of a path asks for what it names`() throws {
    let edge = try EdgeUnderTest()
    let patch = try QuiltPatchID(quilt: Self.blob, startColumn: 1, endColumn: 2)
    let object = "0x\(String(repeating: "ab", count: 32))"
    for (path, upstream) in [
      ("/cdn/\(Self.blob)", "/v1/blobs/\(Self.blob)"),
      ("/cdn/\(patch)", "/v1/blobs/by-quilt-patch-id/\(patch)"),
      ("/cdn/\(object)", "/v1/blobs/by-object-id/\(object)"),
      ("/cdn/\(Self.blob)/a%20b", "/v1/blobs/by-quilt-id/\(Self.blob)/a%20b"),
      ("/v1/blobs/by-quilt-id/\(Self.blob)/c%2Fd", "/v1/blobs/by-quilt-id/\(Self.blob)/c%2Fd"),
    ] {
      let client = try edge.ask(path)
      #expect(edge.source.fetches.last?.request.reference.aggregatorPath == upstream)
      try edge.answer(bytes)
      #expect(client.status == 200)
    }
  }
}
