import EdgeTesting
import HTTPTables
import TestSupport
import Testing

/// RFC 9110 §13 on the wire, for content in memory and for content that has to be fetched first.
///
/// Content has an entity tag and no date: it never changes, so a date could only mislead. The
/// rows of the table that need one are read as RFC 9110 §13.1.3 and §13.1.4 say for that case.
@Suite(.serialized, .sharedEdge) struct ConditionTests {
  private let edge = SharedEdge.current

  static let rows = ConditionTable.all.enumerated().map { $0 }

  /// The status of a row for content that has no date and knows only GET, HEAD and OPTIONS.
  static func status(of row: ConditionCase) -> Int {
    switch row.method {
    case "OPTIONS": return 204
    case "GET", "HEAD": break
    default: return 405
    }
    let reliesOnDate = [
      "If-Modified-Since the same": 200, "If-Modified-Since later": 200,
      "If-Modified-Since as RFC 850 wrote it": 200, "If-Modified-Since as asctime writes it": 200,
      "If-Modified-Since for HEAD": 200, "If-Unmodified-Since earlier": 200,
      "a failed If-Unmodified-Since outranks If-None-Match": 304,
      "If-Modified-Since outranks Range": 206, "If-Range with the date": 200,
    ]
    return reliesOnDate[row.name] ?? Int(row.status)
  }

  /// The fields of a row with the content's own tag in place of the table's.
  static func fields(of row: ConditionCase, tag: String) -> [String] {
    row.fields.map {
      $0.replacing("abc", with: tag).replacing("ABC", with: tag.uppercased())
        .replacing("\"ab\"", with: "\"\(tag.dropLast())\"")
    }
  }

  private func expect(
    _ row: ConditionCase, of content: [UInt8], _ tag: String, _ response: RawResponse
  ) throws {
    let answer = ContentAnswer(response: response, content: content, tag: tag)
    let isHead = row.method == "HEAD"
    let status = Self.status(of: row)
    switch status {
    case 200: answer.expectWhole(isHead: isHead)
    case 206:
      let isDouble = row.fields.contains("Range: bytes=0-0,5-5")
      try answer.expectRanges(isDouble ? [[0, 0], [5, 5]] : [[0, 0]])
    case 304: answer.expectNotModified()
    case 412: try answer.expectPreconditionFailed(isHead: isHead)
    case 416: try answer.expectUnsatisfiable()
    default: #expect(response.status == status)
    }
  }

  @Test(arguments: rows)
  func `a condition on what is in memory`(index: Int, row: ConditionCase) async throws {
    let content = edge.content(10)
    let id = try await edge.store(content)
    #expect(try await edge.get("/cdn/\(id)").fingerprint == content.fingerprint)
    let response = try await edge.send(
      row.method, "/cdn/\(id)", Self.fields(of: row, tag: id))
    try expect(row, of: content, id, response)
    if Self.status(of: row) != 405 && row.method != "OPTIONS" {
      #expect(response["X-Cache"] == "HIT")
    }
  }

  @Test(arguments: rows)
  func `a condition on what is fetched for it`(index: Int, row: ConditionCase) async throws {
    let content = edge.content(10, seed: UInt64(1000 + index))
    let id = try await edge.store(content)
    let response = try await edge.send(
      row.method, "/cdn/\(id)", Self.fields(of: row, tag: id))
    try expect(row, of: content, id, response)
    #expect(response["X-Cache"] != "HIT")
  }
}
