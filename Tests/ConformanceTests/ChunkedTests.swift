import EdgeTesting
import HTTPTables
import TestSupport
import Testing

/// RFC 9112 §7 on the wire, by storing what the chunks bring.
@Suite(.serialized, .sharedEdge) struct ChunkedTests {
  private let edge = SharedEdge.current

  private static let head = Array(
    "PUT /v1/blobs HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)

  @Test(arguments: ChunkedTable.all.filter { $0.content != nil })
  func `what is whole is taken whole, and the next request begins behind it`(
    row: ChunkedCase
  ) async throws {
    // The client must not end its side: whoever leaves while his blob is being stored has left.
    let exchange = try await edge.exchange(
      Self.head + row.bytes + FramingTests.closing, endsInput: false)
    try #require(
      exchange.responses.map(\.status) == [200, 200],
      "\(row): \(exchange.responses.first?.text ?? "")")
    let id = try edge.id(of: Array((row.content ?? "").utf8))
    #expect(exchange.responses[0].text.contains(id), "\(row): \(exchange.responses[0].text)")
    let read = try await edge.get("/cdn/\(id)")
    #expect(read.body == Array((row.content ?? "").utf8))
    #expect(read["X-Cache"] == "HIT")
  }

  @Test(arguments: ChunkedTable.all.filter { $0.content == nil && $0.slug == nil })
  func `what is not whole is not taken`(row: ChunkedCase) async throws {
    let exchange = try await edge.exchange(Self.head + row.bytes)
    #expect(exchange.responses.count <= 1, "\(row)")
    #expect(exchange.responses.allSatisfy { $0.status >= 400 }, "\(row)")
    #expect(exchange.rest == [])
  }

  @Test(arguments: ChunkedTable.all.filter { $0.slug != nil })
  func `what is malformed gets one answer and no second interpretation`(
    row: ChunkedCase
  ) async throws {
    let exchange = try await edge.exchange(
      Self.head + row.bytes + FramingTests.hidden, endsInput: false)
    try #require(exchange.responses.map(\.status) == [400], "\(row)")
    #expect(exchange.rest == [])
    #expect(exchange.responses[0]["Connection"] == "close")
    #expect(try ProblemDocument(exchange.responses[0]).slug == "malformed-content")
  }
}
