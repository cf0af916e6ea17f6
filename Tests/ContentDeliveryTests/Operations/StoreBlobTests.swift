import Routing
import Testing
import WalrusIdentity

@testable import ContentDelivery

@Suite struct StoreBlobTests {
  private let bytes = Array("some other string".utf8)
  private var blob: BlobID {
    get throws { try BlobEncoding(shardCount: 10).identify(bytes).blobID }
  }

  private func publisher(_ edge: EdgeUnderTest, claims id: BlobID?) {
    edge.publisher.receipt = .success(
      PublishReceipt(json: Array(#"{"newlyCreated":1}"#.utf8), blobID: id, source: "p.example"))
  }

  @Test func `a stored blob is in memory, proven, before the answer`() throws {
    let edge = try EdgeUnderTest(shardCount: 2)
    publisher(edge, claims: try blob)
    // Somebody has asked too early.
    let early = try edge.ask("/cdn/\(blob)")
    let home = edge.contents.home(of: ContentKey(try blob))
    try edge.fail(.notFound, shard: home)
    #expect(early.status == 404)

    let stored = try edge.ask("/v1/blobs?epochs=5&permanent=true", method: "PUT", body: bytes)
    #expect(stored.status == 200 && stored.text == #"{"newlyCreated":1}"#)
    #expect(stored.field("Cache-Control") == "no-store")
    #expect(edge.publisher.published.first?.body == bytes)
    #expect(edge.publisher.published.first?.options.query == "epochs=5&permanent=true")

    let read = try edge.ask("/cdn/\(blob)")
    #expect(read.bytes == bytes && read.field("X-Cache") == "HIT")
    #expect(read.field("Cache-Control") == "public, max-age=31536000, immutable")
    #expect(read.field("X-Source") == "store")
  }

  @Test func `a fetch that was under way does not replace what was stored meanwhile`() throws {
    let edge = try EdgeUnderTest()
    publisher(edge, claims: try blob)
    let reader = try edge.ask("/cdn/\(blob)")
    try edge.ask("/v1/blobs", method: "PUT", body: bytes)
    try edge.answer(bytes)
    #expect(reader.bytes == bytes && reader.field("Cache-Control") == "public, max-age=86400")
    let later = try edge.ask("/cdn/\(blob)")
    #expect(later.field("Cache-Control") == "public, max-age=31536000, immutable")
  }

  @Test func `nobody is believed that what was stored here is absent`() throws {
    let edge = try EdgeUnderTest()
    publisher(edge, claims: try blob)
    try edge.ask("/v1/blobs", method: "PUT", body: bytes)
    edge.empty()
    try edge.ask("/cdn/\(blob)")
    try edge.fail(.notFound)
    try edge.ask("/cdn/\(blob)")
    #expect(edge.source.fetches.count == 2)
  }

  @Test(arguments: [false, true])
  func `a publisher that names another blob is not believed`(claimsNone: Bool) throws {
    let edge = try EdgeUnderTest()
    publisher(edge, claims: claimsNone ? nil : SampleContent.blob(3))
    let client = try edge.ask("/v1/blobs", method: "PUT", body: bytes)
    #expect(client.status == 502 && client.text.contains("/problems/publisher-id-mismatch"))
    #expect(client.text.contains(#""expected":"\#(try blob)""#))
    #expect(edge.usedBytes() == 0)
  }

  @Test(
    arguments: [
      "?epochs=0", "?epochs=x", "?unknown=1", "?epochs=1&epochs=2", "?permanent=yes",
      "?permanent=true&deletable=true", "?share=true&send_object_to=0x1", "?encoding_type=RS1",
      "?send_object_to=1",
    ])
  func `parameters are read as strictly as the publisher reads them`(query: String) throws {
    let edge = try EdgeUnderTest()
    let client = try edge.ask("/v1/blobs" + query, method: "PUT", body: bytes)
    #expect(client.status == 400 && edge.publisher.published.isEmpty)
  }

  @Test func `a blob that is too long is refused`() throws {
    let edge = try EdgeUnderTest()
    let body = [UInt8](repeating: 0, count: 10 << 20 | 1)
    let client = try edge.ask("/v1/blobs", method: "PUT", body: body)
    #expect(client.status == 413 && edge.publisher.published.isEmpty)
  }

  @Test func `a blob that the network cannot encode is refused`() throws {
    let edge = try EdgeUnderTest()
    publisher(edge, claims: nil)
    let client = try edge.ask(
      "/v1/blobs", method: "PUT", body: [UInt8](repeating: 0, count: 3 << 20))
    #expect(client.status == 413 && client.text.contains("/problems/content-too-large"))
  }

  @Test(
    arguments: [
      (.rejected, 400), (.unauthorized, 502), (.blocked, 451), (.tooLarge, 413),
      (.unavailable, 502), (.timedOut, 504), (.malformed, 502), (.noPublisher, 501),
    ] as [(PublishFailure.Code, Int)])
  func `failures of the publisher are problems`(code: PublishFailure.Code, status: Int) throws {
    let edge = try EdgeUnderTest()
    edge.publisher.receipt = .failure(PublishFailure(code, detail: "its words"))
    let client = try edge.ask("/v1/blobs", method: "PUT", body: bytes)
    #expect(client.status == status && client.text.contains("its words"))
    #expect(edge.perform { edge.shards[0].here.uploadCount } == 0)
  }

  @Test func `the list of a quilt is handed through`() throws {
    let edge = try EdgeUnderTest()
    edge.publisher.list = .success(Array("[]".utf8))
    let list = try edge.ask("/v1/quilts/\(SampleContent.blob(1))/patches")
    #expect(list.status == 200 && list.text == "[]")
    #expect(list.field("Content-Type") == "application/json")
    edge.publisher.list = .failure(OriginFailure(.notFound))
    #expect(try edge.ask("/v1/quilts/\(SampleContent.blob(1))/patches").status == 404)
    #expect(try edge.ask("/v1/quilts/abc/patches").status == 400)
  }

  @Test func `the small routes of an aggregator are there`() throws {
    let edge = try EdgeUnderTest()
    #expect(try edge.ask("/status").text == "OK")
    #expect(try edge.ask("/v1/api").text.contains("/openapi.json"))
    #expect(try edge.ask("/cdn/abc", method: "POST").field("Allow") == "GET, HEAD, OPTIONS")
  }

  @Test func `each problem is declared once`() {
    let slugs = (ContentDeliveryProblems.all + RoutingProblems.all).map(\.slug)
    #expect(Set(slugs).count == slugs.count)
  }
}
