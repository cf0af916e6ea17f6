import EdgeTesting
import TestSupport
import Testing

/// What a response to a request for content must be, field by field, by its status.
struct ContentAnswer {
  let response: RawResponse
  let content: [UInt8]
  /// The entity tag without its quotes.
  let tag: String

  /// What every answer to a request for content carries.
  private func expectGeneralFields() {
    #expect(response["Accept-Ranges"] == "bytes")
    #expect(response["Date"]?.hasSuffix(" GMT") == true)
    #expect(response["X-Content-Type-Options"] == "nosniff")
    #expect(response["Access-Control-Allow-Origin"] == "*")
    #expect(["HIT", "MISS"].contains(response["X-Cache"]))
    #expect(response["Cache-Status"]?.hasPrefix("floe; ") == true)
    #expect(response["Server-Timing"]?.hasPrefix("floe;dur=") == true)
    #expect(response["X-Response-Time"]?.hasSuffix("ms") == true)
    #expect((response["X-Request-ID"]?.count ?? 0) >= 8)
    for name in Set(response.fields.map { $0.name.lowercased() }) {
      #expect(response.values(of: name).count == 1, "\(name) stands twice")
    }
  }

  private func expectValidators() {
    #expect(response["ETag"] == "\"\(tag)\"")
    #expect(response["Cache-Control"] == "public, max-age=86400")
    #expect(response["Age"].flatMap { Int($0) }.map { $0 >= 0 } == true)
    #expect(response["Vary"] == "Accept-Encoding")
  }

  /// 200 with everything; to HEAD the same without content.
  func expectWhole(isHead: Bool = false) {
    #expect(response.status == 200)
    expectGeneralFields()
    expectValidators()
    #expect(response["Content-Length"] == "\(content.count)")
    #expect(response["Content-Range"] == nil)
    #expect(response["Content-Type"] != nil)
    #expect(response.fingerprint == (isHead ? [] : content).fingerprint)
  }

  /// 206 with one range as the content, or with several as parts (RFC 9110 §15.3.7).
  func expectRanges(_ ranges: [[UInt64]]) throws {
    #expect(response.status == 206)
    expectGeneralFields()
    expectValidators()
    #expect(response["Content-Length"] == "\(response.body.count)")
    if ranges.count == 1 {
      #expect(response["Content-Range"] == contentRange(ranges[0]))
      #expect(response.body == bytes(ranges[0]))
      return
    }
    #expect(response["Content-Range"] == nil)
    let parts = try #require(MultipartBody(response), "no multipart body").parts
    try #require(parts.count == ranges.count)
    for (part, range) in zip(parts, ranges) {
      #expect(part.fields["content-range"] == contentRange(range))
      #expect(part.fields["content-type"] == "application/octet-stream")
      #expect(part.bytes == bytes(range))
    }
  }

  /// 304: the validators, nothing of the content (RFC 9110 §15.4.5).
  func expectNotModified() {
    #expect(response.status == 304)
    expectGeneralFields()
    expectValidators()
    #expect(response.body == [])
    for name in ["Content-Length", "Content-Range", "Content-Type", "Transfer-Encoding"] {
      #expect(response[name] == nil, "\(name) in a 304")
    }
  }

  /// 412 (RFC 9110 §15.5.13).
  func expectPreconditionFailed(isHead: Bool = false) throws {
    #expect(response.status == 412)
    expectGeneralFields()
    try expectProblem("precondition-failed", isHead: isHead)
  }

  /// 416 with the length of the content (RFC 9110 §15.5.17).
  func expectUnsatisfiable() throws {
    #expect(response.status == 416)
    expectGeneralFields()
    #expect(response["Content-Range"] == "bytes */\(content.count)")
    try expectProblem("range-not-satisfiable")
  }

  private func expectProblem(_ slug: String, isHead: Bool = false) throws {
    #expect(response["Content-Type"] == "application/problem+json")
    #expect(response["Cache-Control"] == "no-store")
    #expect(response["ETag"] == nil)
    if isHead { return #expect(response.body == []) }
    let problem = try ProblemDocument(response)
    #expect(problem.slug == slug)
    #expect(problem.status == response.status)
    #expect(problem.source == "client")
    #expect(problem.instance == response["X-Request-ID"])
  }

  private func contentRange(_ range: [UInt64]) -> String {
    "bytes \(range[0])-\(range[1])/\(content.count)"
  }

  private func bytes(_ range: [UInt64]) -> [UInt8] {
    Array(content[Int(range[0])...Int(range[1])])
  }
}
