import EdgeTesting
import HTTPTables
import TestSupport
import Testing

/// RFC 9112 on the wire: what is malformed is answered once, with what is wrong, and never read
/// a second way.
@Suite(.serialized, .sharedEdge) struct FramingTests {
  private let edge = SharedEdge.current

  /// What an attacker would like to have answered, too.
  static let hidden = Array("GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n".utf8)

  /// A request after which the edge closes.
  static let closing = Array(
    "GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".utf8)

  @Test(arguments: FramingTable.all.filter { $0.refusedWith != nil })
  func `a malformed head gets one answer and no second interpretation`(
    row: FramingCase
  ) async throws {
    let exchange = try await edge.exchange(row.bytes + Self.hidden, endsInput: false)
    try #require(exchange.responses.count == 1, "\(row)")
    #expect(exchange.rest == [])
    let response = exchange.responses[0]
    #expect(response.status == row.refusedWith.map { Int($0) })
    #expect(response["Connection"] == "close")
    #expect(response["Content-Type"] == "application/problem+json")
    #expect(response["Cache-Control"] == "no-store")
    let problem = try ProblemDocument(response)
    #expect(problem.type == "/problems/\(row.slug ?? "")")
    #expect(problem.status == response.status)
    #expect(problem.source == "client")
    #expect(problem.instance == response["X-Request-ID"])
    #expect(problem.detail?.isEmpty == false)
  }

  @Test(arguments: FramingTable.all.filter { $0.refusedWith == nil })
  func `a good head gets one answer`(row: FramingCase) async throws {
    let exchange = try await edge.exchange(row.bytes)
    #expect(exchange.responses.count == 1, "\(row)")
    #expect(exchange.rest == [])
    let refusals = [400, 414, 417, 431, 500, 501, 505]
    let status = exchange.responses.first?.status ?? 0
    #expect(!refusals.contains(status), "\(row): \(exchange.responses.first?.text ?? "")")
  }

  @Test(arguments: FramingTable.all.filter { $0.refusedWith != nil && $0.bytes.count < 300 })
  func `in single bytes it is the same`(row: FramingCase) async throws {
    let client = try await edge.connect()
    defer { client.close() }
    do { try await client.send(row.bytes, inPiecesOf: 7) } catch {}
    let response = try await client.response()
    #expect(response.status == row.refusedWith.map { Int($0) }, "\(row)")
    #expect(await client.isClosedByServer())
  }

  @Test(arguments: SmugglingTable.all)
  func `every byte belongs to one request`(row: SmugglingCase) async throws {
    let exchange = try await edge.exchange(row.bytes, endsInput: row.endsInput)
    #expect(exchange.responses.map(\.status) == row.statuses, "\(row)")
    #expect(exchange.rest == [])
  }

  @Test func `the tables have at least 110 rows`() {
    #expect(FramingTable.all.count >= 110)
  }
}
