import ContentDelivery
import Testing
import WalrusIdentity

@testable import HTTPClient
@testable import WalrusUpstream

@Suite struct AggregatorAnswerTests {
  private static let blobText = "M4hsZGQ1oCktdzegB6HnI6Mi28S2nqOPHxK-W7_4BUk"

  private static func blob() throws -> ContentReference.Name { .blob(try BlobID(blobText)) }
  private static func object() throws -> ContentReference.Name {
    .object(try ObjectID("0x" + String(repeating: "ab", count: 32)))
  }

  private func answer(
    _ status: Int, _ fields: [(String, String)] = [], of name: ContentReference.Name? = nil,
    range: ClosedRange<Int64>? = nil, framing: UpstreamFraming? = nil
  ) throws -> AggregatorAnswer {
    let head = UpstreamHead(
      status: status, fields: fields.map { UpstreamField($0.0, $0.1) },
      framing: framing
        ?? fields.first { $0.0 == "content-length" }.map { .length(Int64($0.1)!) } ?? .chunked)
    let reference = ContentReference(try name ?? Self.blob(), secret: ContentKeySecret(1, 2))
    return AggregatorAnswer(
      head, to: OriginRequest(reference, range: range), range: range, source: "a")
  }

  private func code(_ answer: AggregatorAnswer) -> OriginFailure.Code? {
    if case .refusal(let failure) = answer { failure.code } else { nil }
  }

  private func content(_ answer: AggregatorAnswer) -> OriginHead? {
    if case .content(let head) = answer { head } else { nil }
  }

  @Test(arguments: [
    (400, OriginFailure.Code.badIdentifier), (403, .tooLarge), (404, .notFound),
    (416, .rangeNotSatisfiable), (451, .blocked), (429, .unavailable), (500, .unavailable),
    (502, .unavailable), (503, .unavailable), (504, .unavailable), (401, .unavailable),
    (405, .unavailable), (204, .malformed), (301, .malformed), (304, .malformed),
  ])
  func `a status that is no content is a refusal`(status: Int, expected: OriginFailure.Code)
    throws
  {
    #expect(try code(answer(status, [("content-length", "0")])) == expected)
  }

  @Test func `a refusal tells its status and how long to wait`() throws {
    guard case .refusal(let failure) = try answer(429, [("Retry-After", "7")]) else {
      Issue.record("no refusal")
      return
    }
    #expect(failure.lastStatus == 429)
    #expect(failure.retryAfter == .seconds(7))
    #expect(failure.source == "a")
    for odd in ["-1", "3601", "Wed, 21 Oct 2026 07:28:00 GMT", "1.5", ""] {
      guard case .refusal(let failure) = try answer(503, [("retry-after", odd)]) else { continue }
      #expect(failure.retryAfter == nil)
    }
  }

  @Test func `nothing that comes with a plain blob is believed but its length`() throws {
    let head = try #require(
      content(
        answer(
          200,
          [
            ("content-length", "5"), ("Content-Type", "text/html"), ("etag", "x"),
            ("content-disposition", "attachment"), ("set-cookie", "a=b"),
            ("cache-control", "no-store"), ("content-encoding", "identity"),
          ])))
    #expect(head == OriginHead(length: 5, source: "a"))
    #expect(head.total == 5)
  }

  @Test func `a blob in a coding nobody asked for is not taken`() throws {
    let fields = [("content-length", "5"), ("content-encoding", "gzip")]
    #expect(try code(answer(200, fields)) == .malformed)
    let stored = try #require(content(answer(200, fields, of: Self.object())))
    #expect(stored.attributes.contentEncoding == "gzip")
  }

  @Test(arguments: [blobText, "\"\(blobText)\"", "W/\"\(blobText)\""])
  func `an object brings its attributes and the id of its blob`(tag: String) throws {
    let head = try #require(
      content(
        answer(
          200,
          [
            ("content-length", "5"), ("content-type", "image/png"), ("ETag", tag),
            ("content-disposition", "inline"), ("content-language", "de"),
          ], of: Self.object())))
    let attributes = OriginAttributes(
      contentType: "image/png", contentDisposition: "inline", contentLanguage: "de",
      blobID: try BlobID(Self.blobText))
    #expect(head.attributes == attributes)
  }

  @Test func `a type that was only mirrored is not an attribute`() throws {
    let head = try content(
      answer(200, [("content-length", "5"), ("content-type", "*/*")], of: Self.object()))
    #expect(head?.attributes.contentType == nil)
  }

  @Test func `a quilt patch brings its identifier`() throws {
    let name = ContentReference.Name.namedPatch(
      quilt: try BlobID(Self.blobText), identifier: "a/b")
    let head = try content(
      answer(
        200,
        [("content-length", "5"), ("X-Quilt-Patch-Identifier", "a/b"), ("etag", Self.blobText)],
        of: name))
    #expect(head?.attributes == OriginAttributes(patchIdentifier: "a/b"))
  }

  @Test func `a response that ends with its connection is not taken`() throws {
    #expect(try code(answer(200, framing: .untilClose)) == .malformed)
    #expect(try content(answer(200, framing: .chunked))?.length == .some(nil))
  }

  @Test func `a part is what was asked for, or its beginning up to the end`() throws {
    let asked: ClosedRange<Int64> = 10...19
    func part(_ value: String, length: Int) throws -> OriginHead? {
      try content(
        answer(
          206, [("content-length", "\(length)"), ("content-range", value)], range: asked))
    }
    let whole = try part("bytes 10-19/100", length: 10)
    #expect(whole?.coverage == .part(10...19))
    #expect(whole?.total == 100)
    #expect(try part("bytes 10-15/16", length: 6)?.coverage == .part(10...15))
    #expect(try part("bytes 10-19/*", length: 10)?.total == .some(nil))
    for (value, length) in [
      ("bytes 10-15/100", 6), ("bytes 9-19/100", 11), ("bytes 10-20/100", 11),
      ("bytes 10-19/100", 9), ("bytes */100", 10), ("nonsense", 10),
    ] {
      #expect(try part(value, length: length) == nil, "\(value)")
    }
    #expect(try code(answer(206, [("content-length", "10")], range: asked)) == .malformed)
    #expect(
      try code(
        answer(206, [("content-length", "10"), ("content-range", "bytes 0-9/10")])) == .malformed)
  }

  @Test func `all may be answered where a part was asked for`() throws {
    let head = try content(answer(200, [("content-length", "100")], range: 10...19))
    #expect(head?.coverage == .whole)
    #expect(head?.total == 100)
  }
}
