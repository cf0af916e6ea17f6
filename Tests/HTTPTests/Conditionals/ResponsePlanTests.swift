import Bytes
import HTTP
import HTTPTables
import TestSupport
import Testing

@Suite struct ResponsePlanTests {
  static let modified = HTTPDate(seconds: 784_111_777)
  static let now = HTTPDate(seconds: 1_795_000_000)

  static func status(
    _ row: ConditionCase, tag: String = "abc", isWeak: Bool = false
  ) throws -> UInt16 {
    let fields = row.fields.map { $0 + "\r\n" }.joined()
    let (head, bytes) = try RequestParserTests.head(
      "\(row.method) / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
    let tagBytes = Array(tag.utf8)
    let representation = Representation(
      size: 10, entityTag: tagBytes.span, isWeak: isWeak,
      lastModified: row.isDated ? modified : nil)
    switch ResponsePlan.decide(
      head: head, bytes: bytes.span, representation: representation, now: now)
    {
    case .full: return 200
    case .partial, .multipart: return 206
    case .notModified: return 304
    case .preconditionFailed: return 412
    case .rangeNotSatisfiable: return 416
    }
  }

  @Test(arguments: ConditionTable.all)
  func `every row of the condition table gives its status`(row: ConditionCase) throws {
    #expect(try Self.status(row) == row.status, "\(row)")
  }

  @Test(
    arguments: [
      ("If-None-Match: \"abc\"", 304), ("If-None-Match: W/\"abc\"", 304),
      ("If-Match: \"abc\"", 412),
      ("If-Match: W/\"abc\"", 412), ("If-Match: *", 200),
    ] as [(String, UInt16)])
  func `a weak tag matches weakly alone`(field: String, status: UInt16) throws {
    let row = ConditionCase(field, "9110 §8.8.3.2", [field], status)
    #expect(try Self.status(row, isWeak: true) == status)
    let ranged = ConditionCase(
      "If-Range", "9110 §13.1.5", ["Range: bytes=0-0", "If-Range: \"abc\""], 200)
    #expect(try Self.status(ranged, isWeak: true) == 200)
  }

  @Test func `what has no tag matches none but the asterisk`() throws {
    for (field, status) in [
      ("If-None-Match: \"\"", 200), ("If-None-Match: *", 304), ("If-Match: \"\"", 412),
      ("If-Match: *", 200),
    ] as [(String, UInt16)] {
      let row = ConditionCase(field, "9110 §13.1", [field], status)
      #expect(try Self.status(row, tag: "") == status)
    }
  }

  @Test func `the tables have at least 75 rows with names of their own`() {
    let names = ConditionTable.all.map(\.name) + RangeTable.all.map(\.name)
    #expect(names.count >= 75)
    #expect(Set(ConditionTable.all.map(\.name)).count == ConditionTable.all.count)
    #expect(Set(RangeTable.all.map(\.name)).count == RangeTable.all.count)
  }

  @Test func `parsing and deciding allocate nothing`() throws {
    let bytes = Array(
      """
      GET /cdn/oehkoh0352bRGNPjuwcy0nye3OLKT649K62imdNAlXg?x=y HTTP/1.1\r
      Host: floe.example.com:4500\r
      User-Agent: test\r
      Accept: */*\r
      Accept-Encoding: gzip;q=0.5, br\r
      Connection: keep-alive\r
      If-None-Match: "x", W/"y"\r
      If-Modified-Since: Sun, 06 Nov 1994 08:49:36 GMT\r
      Range: bytes=0-0,4-5,-1\r
      If-Range: "abc"\r
      \r\n
      """.utf8)
    let tag = Array("abc".utf8)
    let head = RequestHead()
    let limits = RequestLimits()
    var parser = RequestParser()
    var multiparts = 0
    var codings = 0
    func once() {
      guard case .complete = parser.parse(bytes.span, into: head, limits: limits) else { return }
      let representation = Representation(
        size: 10, entityTag: tag.span, lastModified: Self.modified)
      if case .multipart = ResponsePlan.decide(
        head: head, bytes: bytes.span, representation: representation, now: Self.now)
      {
        multiparts += 1
      }
      let accept = AcceptEncoding(head, in: bytes.span)
      if accept.preferred(among: .all) == .brotli { codings += 1 }
    }
    once()
    let mallocs = MallocCounter.mallocs {
      for _ in 0..<100 { once() }
    }
    #if DEBUG
      _ = mallocs  // Unoptimised code allocates where optimised code does not.
    #else
      #expect(mallocs == 0)
    #endif
    #expect(multiparts == 101)
    #expect(codings == 101)
  }
}
