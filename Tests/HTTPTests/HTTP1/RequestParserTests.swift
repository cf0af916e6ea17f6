import Bytes
import HTTP
import HTTPTables
import Testing

@Suite struct RequestParserTests {
  static func parse(_ bytes: [UInt8], limits: RequestLimits = RequestLimits()) -> (
    ParseOutcome, RequestHead
  ) {
    let head = RequestHead()
    var parser = RequestParser()
    return (parser.parse(bytes.span, into: head, limits: limits), head)
  }

  static func head(_ text: String) throws -> (RequestHead, [UInt8]) {
    let bytes = Array(text.utf8)
    let (outcome, head) = parse(bytes)
    guard case .complete = outcome else { throw Refused(outcome: outcome) }
    return (head, bytes)
  }

  struct Refused: Error { let outcome: ParseOutcome }

  @Test(arguments: FramingTable.all)
  func `every row of the framing table is judged as it says`(row: FramingCase) {
    let (outcome, _) = Self.parse(row.bytes)
    switch outcome {
    case .complete(let length):
      #expect(row.refusedWith == nil, "accepted: \(row)")
      #expect(length <= row.bytes.count)
      #expect(row.bytes[..<length].suffix(4) == [13, 10, 13, 10])
    case .incomplete:
      Issue.record("incomplete: \(row)")
    case .rejected(let rejection):
      #expect(rejection.status.code == row.refusedWith, "\(row)")
      #expect("\(rejection.slug)" == row.slug, "\(row)")
    }
  }

  @Test(arguments: FramingTable.all)
  func `byte by byte the verdict is the same`(row: FramingCase) {
    let (whole, _) = Self.parse(row.bytes)
    let shared = RequestHead()
    var parser = RequestParser()
    for count in 0...row.bytes.count {
      let part = Array(row.bytes[..<count])
      let outcome = parser.parse(part.span, into: shared, limits: RequestLimits())
      if outcome != .incomplete {
        #expect(outcome == whole, "\(row) after \(count) bytes")
        return
      }
      // Another connection of the same loop uses the same head between the pieces.
      var other = RequestParser()
      _ = other.parse(
        Array("PUT /x HTTP/1.0\r\nA: b\r\n\r\n".utf8).span, into: shared, limits: RequestLimits())
    }
    Issue.record("never decided: \(row)")
  }

  @Test func `the table has no two rows of one name and at least 110 rows`() {
    let names = FramingTable.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.count >= 110)
  }

  @Test func `every rejection has its own slug and a sentence`() {
    let slugs = Rejection.allCases.map { "\($0.slug)" }
    #expect(Set(slugs).count == slugs.count)
    for rejection in Rejection.allCases {
      #expect("\(rejection.sentence)".hasSuffix("."))
      #expect((400...505).contains(rejection.status.code))
    }
    let tried = FramingTable.all.compactMap(\.slug) + ChunkedTable.all.compactMap(\.slug)
    #expect(Set(slugs) == Set(tried))
  }
}
