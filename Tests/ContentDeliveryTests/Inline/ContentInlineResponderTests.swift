import Bytes
import HTTP
import IPFSIdentity
import Routing
import TestSupport
import Testing
import WalrusIdentity

@testable import ContentDelivery

@Suite struct ContentInlineResponderTests {
  private let exchange = InlineExchange()
  private let id = SampleContent.blob(1).description
  private var tag: String { "\"\(id)\"" }

  private static func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
  }

  /// Stores a blob with so many bytes.
  private func store(
    _ number: Int = 1, count: Int, declared: Bool = true, proof: ContentProof = .unverified
  ) throws {
    let body = try exchange.shard.makeBody(length: declared ? count : nil)
    try body.append(Self.bytes(count).span)
    try body.finish()
    let metadata = SampleContent.metadata(SampleContent.blob(number), length: count, proof: proof)
    exchange.shard.insert(
      StoredContent(key: SampleContent.key(number), metadata: metadata, body: body))
  }

  @Test(arguments: [0, 1, 100, 1024, 2048, 2049, 100_000, 262_143, 262_144, 1_000_000])
  func `the whole is answered with its head and its bytes`(count: Int) throws {
    try store(count: count)
    let answer = try #require(exchange.get("/cdn/\(id)"))
    #expect(answer.head.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(answer.body == Self.bytes(count))
    #expect(answer.value("Content-Length") == "\(count)")
    #expect(answer.outcome.status == 200)
    #expect(answer.outcome.bodyCount == Int64(count))
    #expect(answer.outcome.cache == .hit)
    #expect(answer.pageSegments == (count >= 262_144 ? 1 : 0))
    if count <= 100 { #expect(answer.memorySegments == 0, "small bodies follow their head") }
  }

  @Test func `a hit carries every field, once`() throws {
    try store(count: 5, proof: .proven)
    let answer = try #require(exchange.get("/cdn/\(id)"))
    let expected = [
      ("Date", "Thu, 01 Jan 1970 00:20:34 GMT"), ("X-Request-ID", "request-1"),
      ("X-Response-Time", "1.000ms"), ("Server-Timing", "floe;dur=1.000"), ("X-Cache", "HIT"),
      ("Cache-Status", "floe; hit; ttl=766"), ("Age", "234"), ("Accept-Ranges", "bytes"),
      ("X-Source", "aggregator.example"), ("X-Content-Type-Options", "nosniff"),
      ("Access-Control-Allow-Origin", "*"), ("Vary", "Accept-Encoding"), ("ETag", tag),
      ("Cache-Control", "public, max-age=31536000, immutable"), ("Content-Type", "text/plain"),
      ("Content-Length", "5"),
    ]
    for (name, value) in expected { #expect(answer.value(name) == value) }
    #expect(Set(answer.names).count == answer.names.count)
    #expect(answer.value("Access-Control-Expose-Headers") == "*")
  }

  @Test func `HEAD has the head of GET and no body`() throws {
    try store(count: 5000)
    let get = try #require(exchange.get("/cdn/\(id)"))
    let head = try #require(exchange.answer(exchange.request("HEAD", "/cdn/\(id)", [])))
    #expect(head.head == get.head)
    #expect(head.body.isEmpty)
    #expect(head.outcome.bodyCount == 0)
    // RFC 9110 §14.2: Range is defined for GET alone.
    let ranged = try #require(
      exchange.answer(exchange.request("HEAD", "/cdn/\(id)", ["Range: bytes=0-1"])))
    #expect(ranged.head == get.head)
  }

  @Test(arguments: [
    ("bytes=0-0", 0, 0), ("bytes=0-", 0, 299_999), ("bytes=-1", 299_999, 299_999),
    ("bytes=100-199", 100, 199), ("bytes=299999-400000", 299_999, 299_999),
    ("bytes=-400000", 0, 299_999), ("bytes=1-262145", 1, 262_145), ("bytes=5-5,6-9", 5, 9),
  ])
  func `one range is answered from memory and from a file`(
    range: String, first: Int, last: Int
  ) throws {
    for count in [300_000] {
      try store(count: count)
      let answer = try #require(exchange.get("/cdn/\(id)", "Range: \(range)"))
      #expect(answer.head.hasPrefix("HTTP/1.1 206 Partial Content\r\n"))
      #expect(answer.value("Content-Range") == "bytes \(first)-\(last)/\(count)")
      #expect(answer.value("Content-Length") == "\(last - first + 1)")
      #expect(answer.value("ETag") == tag)
      #expect(answer.body == Array(Self.bytes(count)[first...last]))
      #expect(Set(answer.names).count == answer.names.count)
      #expect(answer.pageSegments == (last - first + 1 >= 128 * 1024 ? 1 : 0))
    }
  }

  @Test func `ranges are counted in small bodies, too`() throws {
    try store(count: 10)
    let answer = try #require(exchange.get("/cdn/\(id)", "Range: bytes=2-4"))
    #expect(answer.body == Array(Self.bytes(10)[2...4]))
    let ignored = try #require(exchange.get("/cdn/\(id)", "Range: lines=2-4"))
    #expect(ignored.outcome.status == 200)
  }

  @Test func `conditions decide before ranges`() throws {
    try store(count: 10)
    let cases: [([String], UInt16)] = [
      (["If-None-Match: \(tag)"], 304), (["If-None-Match: W/\(tag)"], 304),
      (["If-None-Match: *"], 304), (["If-None-Match: \"other\", \(tag)"], 304),
      (["If-None-Match: \"other\""], 200), (["If-None-Match: \(tag)", "Range: bytes=0-1"], 304),
      (["If-Match: \(tag)"], 200), (["If-Match: *"], 200), (["If-Match: \"other\""], 412),
      (["If-Match: W/\(tag)"], 412), (["If-Match: \"other\"", "Range: bytes=0-1"], 412),
      (["If-Range: \(tag)", "Range: bytes=0-1"], 206),
      (["If-Range: \"other\"", "Range: bytes=0-1"], 200),
      (["If-Range: W/\(tag)", "Range: bytes=0-1"], 200),
      (["If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT"], 200),
      (["Range: bytes=10-"], 416), (["Range: bytes=-0"], 416),
      (["Range: bytes=10-", "If-Range: \"other\""], 200), (["Range: bytes=4-2"], 200),
      (["Range: bytes=a-b"], 200),
    ]
    for (fields, status) in cases {
      let answer = exchange.answer(exchange.request("GET", "/cdn/\(id)", fields))
      #expect(answer?.outcome.status == status, "\(fields)")
    }
  }

  @Test func `304 has the fields that a cache updates and no content`() throws {
    try store(count: 10)
    let answer = try #require(exchange.get("/cdn/\(id)", "If-None-Match: \(tag)"))
    #expect(answer.head.hasPrefix("HTTP/1.1 304 Not Modified\r\n"))
    #expect(answer.value("ETag") == tag)
    #expect(answer.value("Cache-Control") == "public, max-age=86400")
    #expect(answer.value("Vary") != nil && answer.value("Date") != nil)
    #expect(answer.value("Content-Length") == nil && answer.value("Content-Type") == nil)
    #expect(answer.body.isEmpty)
  }

  @Test(arguments: [
    ("Range: bytes=99-", "HTTP/1.1 416 ", "range-not-satisfiable"),
    ("If-Match: \"other\"", "HTTP/1.1 412 ", "precondition-failed"),
  ])
  func `a refusal is a problem document that nobody stores`(
    field: String, status: String, slug: String
  ) throws {
    try store(count: 10)
    let answer = try #require(exchange.get("/cdn/\(id)", field))
    #expect(answer.head.hasPrefix(status))
    #expect(answer.value("Cache-Control") == "no-store")
    #expect(answer.value("Content-Type") == "application/problem+json")
    #expect(answer.value("Content-Length") == "\(answer.body.count)")
    #expect(Set(answer.names).count == answer.names.count)
    let text = String(decoding: answer.body, as: UTF8.self)
    #expect(text.hasPrefix("{\"type\":\"/problems/\(slug)\""))
    #expect(text.contains("\"instance\":\"request-1\"") && text.hasSuffix("}\n"))
    if slug == "range-not-satisfiable" { #expect(answer.value("Content-Range") == "bytes */10") }
  }

  @Test func `what the loop cannot answer is declined`() throws {
    try store(count: 1000)
    let path = "/cdn/\(id)"
    #expect(exchange.get("/cdn/\(SampleContent.blob(2))") == nil)
    #expect(exchange.get("/other") == nil)
    #expect(exchange.get("/cdn/\(id)x") == nil)
    #expect(exchange.get(path + "?filename=a.txt") == nil)
    #expect(exchange.get(path + "?x=1&type=image/png") == nil)
    #expect(exchange.get(path, "Range: bytes=0-1,5-6") == nil)
    #expect(exchange.answer(exchange.request("POST", path, [])) == nil)
    #expect(exchange.answer(exchange.request("OPTIONS", path, [])) == nil)
    exchange.context.setTime(seconds: 2000, millisecond: 0)
    #expect(exchange.get(path) == nil, "stale")
  }

  @Test func `other queries change nothing`() throws {
    try store(count: 10)
    let plain = try #require(exchange.get("/cdn/\(id)"))
    for query in ["", "cb=123", "filenames=a", "type", "&&", "%74ype=a"] where query != "type" {
      #expect(exchange.get("/cdn/\(id)?\(query)")?.head == plain.head)
    }
  }

  @Test func `a body in pieces is declined until it is gathered`() throws {
    try store(count: 200_000, declared: false)
    #expect(exchange.get("/cdn/\(id)") == nil)
    #expect(exchange.answer(exchange.request("HEAD", "/cdn/\(id)", []))?.outcome.status == 200)
    let content = try #require(exchange.shard.lookup(SampleContent.key(1), at: 0).content)
    exchange.shard.insert(
      StoredContent(
        key: content.key, metadata: content.metadata,
        body: exchange.shard.gathered(content.body)))
    #expect(exchange.get("/cdn/\(id)")?.body == Self.bytes(200_000))
  }

  @Test func `the route is that of the path`() throws {
    try store(count: 10)
    #expect(exchange.get("/cdn/\(id)")?.outcome.route == 1)
    #expect(exchange.get("/v1/blobs/\(id)")?.outcome.route == 3)
    #expect(exchange.shard.counts.homeHits == 2)
  }

  @Test func `a name in a quilt is found by either path`() throws {
    let name = ContentReference.Name.namedPatch(quilt: SampleContent.blob(1), identifier: "a b")
    let reference = ContentReference(name, secret: SampleContent.secret)
    var metadata = SampleContent.metadata(SampleContent.blob(1), length: 2)
    metadata.entityTag = reference.entityTag()
    metadata.patchIdentifier = "a b"
    let body = try SampleContent.body([1, 2])
    exchange.shard.insert(StoredContent(key: reference.key, metadata: metadata, body: body))
    let first = try #require(exchange.get("/cdn/\(id)/a%20b"))
    #expect(first.outcome.route == 2 && first.body == [1, 2])
    #expect(first.value("X-Quilt-Patch-Identifier") == "a b")
    #expect(exchange.get("/v1/blobs/by-quilt-id/\(id)/a%20b")?.outcome.route == 6)
  }

  @Test func `a CID is found by either path, whatever its version`() throws {
    let text = "bafybeibxm2nsadl3fnxv2sxcxmxaco2jl53wpeorjdzidjwf5aqdg7wa6u"
    let reference = ContentReference(.cid(try CID(text)), secret: SampleContent.secret)
    var metadata = SampleContent.metadata(SampleContent.blob(1), length: 2, proof: .proven)
    metadata.entityTag = reference.entityTag()
    let body = try SampleContent.body([1, 2])
    exchange.shard.insert(StoredContent(key: reference.key, metadata: metadata, body: body))
    let zero = "QmS4ustL54uo8FzR9455qaxZwuMiUhyvMcX9Ba8nUH4uVv"
    for (path, route) in [("/cdn/\(text)", 1), ("/cdn/\(zero)", 1), ("/ipfs/\(zero)", 7)] {
      let answer = try #require(exchange.get(path))
      #expect(answer.body == [1, 2] && answer.outcome.route == route)
      #expect(answer.value("ETag") == "\"\(text)\"")
    }
    #expect(exchange.get("/ipfs/\(text)/a") == nil)
    #expect(exchange.get("/cdn/\(text.dropLast())q") == nil)
  }

  @Test func `nothing of a request but the id and conditions changes the answer`() throws {
    try store(count: 10)
    let plain = try #require(exchange.get("/cdn/\(id)"))
    let poison = [
      "Accept: text/html", "Accept-Language: de", "Accept-Encoding: gzip",
      "Content-Type: text/html",
      "X-Forwarded-Host: evil", "X-Forwarded-Proto: http", "Origin: https://evil", "Cookie: a=b",
      "Authorization: Bearer x", "User-Agent: \"><script>", "Referer: x", "Cache-Control: no-cache",
      "Pragma: no-cache", "X-HTTP-Method-Override: DELETE", "X-Original-URL: /admin",
    ]
    for field in poison {
      let answer = exchange.get("/cdn/\(id)", field)
      #expect(answer?.head == plain.head, "\(field)")
      #expect(answer?.body == plain.body)
    }
  }

  @Test func `a hit allocates nothing`() throws {
    try store(count: 1024)
    try store(2, count: 300_000)
    let requests = [
      ["GET", "/cdn/\(id)"], ["GET", "/cdn/\(SampleContent.blob(2))"],
      ["GET", "/v1/blobs/\(id)", "Range: bytes=5-10"],
      ["GET", "/cdn/\(id)", "If-None-Match: \(tag)"], ["HEAD", "/cdn/\(id)?a=b"],
    ].map { Array(exchange.request($0[0], $0[1], Array($0.dropFirst(2))).utf8) }
    for bytes in requests {
      var parser = RequestParser()
      guard case .complete = parser.parse(bytes.span, into: exchange.head, limits: RequestLimits())
      else { continue }
      func respond() {
        for _ in 0..<100 {
          exchange.sink.reset()
          _ = exchange.responder.respond(
            to: exchange.head, in: bytes.span, context: exchange.context, into: exchange.sink)
        }
      }
      respond()
      let mallocs = MallocCounter.mallocs(in: respond)
      #if !DEBUG
        if MallocCounter.isCounting { #expect(mallocs == 0) }
      #endif
      #expect(mallocs < 100_000)
    }
  }
}
