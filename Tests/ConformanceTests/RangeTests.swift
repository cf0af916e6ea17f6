import EdgeTesting
import HTTPTables
import TestSupport
import Testing

/// RFC 9110 §14 on the wire, for content in memory and for content that has to be fetched first.
@Suite(.serialized, .sharedEdge) struct RangeTests {
  private let edge = SharedEdge.current

  /// The rows of sizes that a test can hold.
  static let rows = RangeTable.all.filter { $0.size <= 1000 }.enumerated().map { $0 }

  private func expect(
    _ row: RangeCase, of content: [UInt8], _ tag: String, _ response: RawResponse
  ) throws {
    let answer = ContentAnswer(response: response, content: content, tag: tag)
    switch row.verdict {
    case .ignored: answer.expectWhole()
    case .unsatisfiable: try answer.expectUnsatisfiable()
    case .ranges(let ranges): try answer.expectRanges(ranges)
    }
  }

  @Test(arguments: rows)
  func `a range of what is in memory`(index: Int, row: RangeCase) async throws {
    let content = edge.content(Int(row.size))
    let id = try await edge.store(content)
    #expect(try await edge.get("/cdn/\(id)").fingerprint == content.fingerprint)
    let response = try await edge.get("/cdn/\(id)", ["Range: \(row.value)"])
    try expect(row, of: content, id, response)
    #expect(response["X-Cache"] == "HIT")
  }

  @Test(arguments: rows)
  func `a range of what is fetched for it`(index: Int, row: RangeCase) async throws {
    let content = edge.content(Int(row.size), seed: UInt64(1000 + index))
    let id = try await edge.store(content)
    let response = try await edge.get("/cdn/\(id)", ["Range: \(row.value)"])
    try expect(row, of: content, id, response)
    // There is only one content of no bytes, and an earlier row has fetched it.
    if row.size > 0 { #expect(response["X-Cache"] == "MISS") }
    let again = try await edge.get("/cdn/\(id)")
    #expect(
      again.fingerprint == content.fingerprint, "what was fetched for a range is stored whole")
    #expect(again["X-Cache"] == "HIT")
  }

  @Test func `ranges of large content are read from where it lies`() async throws {
    let content = edge.content(1_500_000)
    let id = try await edge.store(content)
    let ranges = [
      "bytes=0-0", "bytes=1499999-", "bytes=262143-262144", "bytes=-700000", "bytes=100-1400000",
    ]
    let expected = [
      [0, 0], [1_499_999, 1_499_999], [262_143, 262_144], [800_000, 1_499_999], [100, 1_400_000],
    ]
    for _ in 0..<2 {
      for (value, range) in zip(ranges, expected) {
        let response = try await edge.get("/cdn/\(id)", ["Range: \(value)"])
        #expect(response.status == 206)
        #expect(response.fingerprint == content[range[0]...range[1]].fingerprint, "\(value)")
      }
      let several = try await edge.get("/cdn/\(id)", ["Range: bytes=0-99,700000-700099,-100"])
      let parts = MultipartBody(several)?.parts.map(\.bytes)
      #expect(
        parts == [
          Array(content[..<100]), Array(content[700_000..<700_100]), Array(content.suffix(100)),
        ])
    }
  }
}
