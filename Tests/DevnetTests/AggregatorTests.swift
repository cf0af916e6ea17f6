import TestSupport
import Testing

@testable import Devnet

/// A valid blob id that no test stores.
let unknownBlobID = "M4hsZGQ1oCktdzegB6HnI6Mi28S2nqOPHxK-W7_4BUk"

@Suite struct AggregatorTests {
  @Test func `a read carries exactly the fields of the real aggregator`() async throws {
    try await NetworkFixture.with { fixture in
      let id = try await fixture.store("some other string")
      let answer = try await fixture.send("GET", "/v1/blobs/\(id)", ["Accept: */*"])
      #expect(answer.status == 200)
      #expect(answer.text == "some other string")
      #expect(
        answer.fieldLines == [
          "access-control-allow-origin: *",
          "cache-control: public, max-age=86400, stale-while-revalidate=3600",
          "content-length: 17", "etag: \(id)",
          "vary: origin, access-control-request-method, access-control-request-headers",
          "x-content-type-options: nosniff",
        ])
    }
  }

  @Test func `every aggregator has every blob`() async throws {
    try await NetworkFixture.with { fixture in
      let id = try await fixture.store("shared")
      for index in 0..<2 {
        let answer = try await fixture.send("GET", "/v1/blobs/\(id)", to: .aggregator(index))
        #expect(answer.text == "shared")
      }
    }
  }

  @Test func `a condition is ignored`() async throws {
    try await NetworkFixture.with { fixture in
      let id = try await fixture.store("unconditional")
      for field in ["If-None-Match: \(id)", "If-None-Match: *", "If-Match: \"other\""] {
        #expect(try await fixture.send("GET", "/v1/blobs/\(id)", [field]).status == 200)
      }
    }
  }

  @Test(
    arguments: [
      (["Accept: text/html,application/xml;q=0.9"], "text/html,application/xml;q=0.9"),
      (["Accept: image/*"], nil),
      (["Content-Type: image/png"], "image/png"),
      (["Accept: */*", "Content-Type: image/png"], "image/png"),
      (["Accept: a/b", "Content-Type: image/png"], "a/b"),
      ([], nil),
    ] as [([String], String?)])
  func `the content type mirrors the request`(fields: [String], type: String?) async throws {
    try await NetworkFixture.with { fixture in
      let id = try await fixture.store("mirror")
      let answer = try await fixture.send("GET", "/v1/blobs/\(id)", fields)
      #expect(answer["content-type"] == type)
    }
  }

  @Test func `HEAD mirrors Accept but not Content-Type and has the length`() async throws {
    try await NetworkFixture.with { fixture in
      let id = try await fixture.store("head")
      let typed = try await fixture.send("HEAD", "/v1/blobs/\(id)", ["Content-Type: a/b"])
      #expect(typed.status == 200)
      #expect(typed["content-type"] == nil)
      #expect(typed["content-length"] == "4")
      #expect(typed.body.isEmpty)
      let accepted = try await fixture.send("HEAD", "/v1/blobs/\(id)", ["Accept: a/b"])
      #expect(accepted["content-type"] == "a/b")
    }
  }

  @Test(arguments: [
    ("bytes=0-0", "0", "bytes 0-0/10"), ("bytes=2-5", "2345", "bytes 2-5/10"),
    ("bytes=0-9", "0123456789", "bytes 0-9/10"),
  ])
  func `a range with both ends is served`(range: String, body: String, field: String) async throws {
    try await NetworkFixture.with { fixture in
      let id = try await fixture.store("0123456789")
      let answer = try await fixture.send("GET", "/v1/blobs/\(id)", ["Range: \(range)"])
      #expect(answer.status == 206)
      #expect(answer.text == body)
      #expect(answer["content-range"] == field)
      #expect(answer["etag"] == id)
      #expect(answer["content-length"] == "\(body.utf8.count)")
    }
  }

  @Test(arguments: [
    "bytes=0-", "bytes=-1", "bytes=0-1,3-4", "items=0-1", "bytes=a-b", "bytes=5-2", "bytes=0-10",
    "bytes=10-11", "bytes = 0-1", "bytes=+1-2", "0-1", "bytes=",
  ])
  func `any other range is 416 without Content-Range`(range: String) async throws {
    try await NetworkFixture.with { fixture in
      let id = try await fixture.store("0123456789")
      let answer = try await fixture.send("GET", "/v1/blobs/\(id)", ["Range: \(range)"])
      #expect(answer.status == 416)
      #expect(answer.errorReason == "INVALID_BYTE_RANGE")
      #expect(answer["content-range"] == nil)
      #expect(answer["cache-control"] == nil)
    }
  }

  @Test func `a range beyond the end tells the size`() async throws {
    try await NetworkFixture.with { fixture in
      let id = try await fixture.store("some other string")
      let answer = try await fixture.send("GET", "/v1/blobs/\(id)", ["Range: bytes=0-17"])
      #expect(
        answer.json["error"]?["message"]?.string
          == "invalid byte range parameters: byte range out of bounds: "
          + "requested 0-18, blob size is 17")
    }
  }

  @Test func `a malformed range is reported before a missing blob`() async throws {
    try await NetworkFixture.with { fixture in
      let target = "/v1/blobs/\(unknownBlobID)"
      let malformed = try await fixture.send("GET", target, ["Range: bytes=0-"])
      #expect(malformed.status == 416)
      let missing = try await fixture.send("GET", target, ["Range: bytes=0-1"])
      #expect(missing.status == 404)
    }
  }

  @Test(arguments: [
    ("cb=1", 400, "Failed to deserialize query string:"),
    ("strict_consistency_check=1", 400, "Failed to deserialize query string:"),
    ("skip_consistency_check=true&skip_consistency_check=true", 400, "Failed to deserialize"),
    ("strict_consistency_check=true", 200, "queried"),
    ("skip_consistency_check=true&strict_consistency_check=false", 200, "queried"),
  ])
  func `the query of a read is strict`(query: String, status: Int, start: String) async throws {
    try await NetworkFixture.with { fixture in
      let id = try await fixture.store("queried")
      let answer = try await fixture.send("GET", "/v1/blobs/\(id)?\(query)")
      #expect(answer.status == status)
      #expect(answer.text.hasPrefix(start))
    }
  }

  @Test func `both consistency checks together are refused`() async throws {
    try await NetworkFixture.with { fixture in
      let query = "strict_consistency_check=true&skip_consistency_check=true"
      let answer = try await fixture.send("GET", "/v1/blobs/\(unknownBlobID)?\(query)")
      #expect(answer.status == 400)
      #expect(answer.errorReason == "INVALID_CONSISTENCY_CHECK")
    }
  }

  @Test(arguments: [
    "short", "M4hsZGQ1oCktdzegB6HnI6Mi28S2nqOPHxK-W7_4BUl", "upload-relay",
    "M4hsZGQ1oCktdzegB6HnI6Mi28S2nqOPHxK-W7_4BU%2B",
  ])
  func `a bad blob id is 400 in plain text`(id: String) async throws {
    try await NetworkFixture.with { fixture in
      let answer = try await fixture.send("GET", "/v1/blobs/\(id)")
      #expect(answer.status == 400)
      #expect(answer["content-type"] == "text/plain; charset=utf-8")
      #expect(answer.text.hasPrefix("Invalid URL:"))
      #expect(answer.text.hasSuffix("failed to parse a blob ID"))
    }
  }

  @Test func `an unknown blob is 404 in the JSON envelope`() async throws {
    try await NetworkFixture.with { fixture in
      let answer = try await fixture.send("GET", "/v1/blobs/\(unknownBlobID)")
      #expect(answer.status == 404)
      #expect(answer["content-type"] == "application/json")
      #expect(answer["cache-control"] == nil)
      #expect(
        answer.text
          == #"{"error":{"status":"NOT_FOUND","code":404,"message":"the requested blob ID does "#
          + #"not exist on Walrus, ensure that it was entered correctly","details":[{"@type":"#
          + #""ErrorInfo","reason":"BLOB_NOT_FOUND","domain":"daemon.walrus.space","metadata":{}}]}}"#
      )
    }
  }

  @Test(arguments: ["/", "/nothing", "/v1/blobs", "/v1/blobs/", "/v1/blobs/a/b", "/v2/blobs/x"])
  func `an unknown route is 404 with an empty body`(target: String) async throws {
    try await NetworkFixture.with { fixture in
      let answer = try await fixture.send("GET", target)
      #expect(answer.status == 404)
      #expect(answer.body.isEmpty)
      #expect(answer["access-control-allow-origin"] == "*")
    }
  }

  @Test func `a wrong method is 405 with Allow`() async throws {
    try await NetworkFixture.with { fixture in
      let delete = try await fixture.send("DELETE", "/v1/blobs/\(unknownBlobID)")
      #expect(delete.status == 405)
      #expect(delete["allow"] == "GET,HEAD")
      let put = try await fixture.send("PUT", "/v1alpha/blobs/concat", body: [1])
      #expect(put["allow"] == "GET,HEAD,POST")
      let get = try await fixture.send("GET", "/v1/blobs", to: .publisher)
      #expect(get.status == 405)
      #expect(get["allow"] == "PUT")
    }
  }

  @Test(arguments: ["/v1/blobs/x", "/anything", "/v1/quilts"])
  func `OPTIONS is 200 everywhere`(target: String) async throws {
    try await NetworkFixture.with { fixture in
      let answer = try await fixture.send("OPTIONS", target)
      #expect(answer.status == 200)
      #expect(
        answer.fieldLines == [
          "access-control-allow-headers: *", "access-control-allow-methods: *",
          "access-control-allow-origin: *", "access-control-max-age: 86400", "content-length: 0",
          "vary: origin, access-control-request-method, access-control-request-headers",
        ])
    }
  }

  @Test func `status and the page about the API are there`() async throws {
    try await NetworkFixture.with { fixture in
      for server in [NetworkFixture.Server.aggregator(0), .publisher] {
        let status = try await fixture.send("GET", "/status", to: server)
        #expect(status.status == 200)
        #expect(status.text == "OK")
        #expect(status["content-type"] == "text/plain; charset=utf-8")
        let page = try await fixture.send("GET", "/v1/api", to: server)
        #expect(page["content-type"] == "text/html; charset=utf-8")
      }
    }
  }

  @Test func `byte-range answers 200 with an entity tag of its own`() async throws {
    try await NetworkFixture.with { fixture in
      let id = try await fixture.store("0123456789")
      let answer = try await fixture.send("GET", "/v1/blobs/\(id)/byte-range?start=2&length=3")
      #expect(answer.status == 200)
      #expect(answer.text == "234")
      #expect(answer["etag"] == "\(id)-2-3")
      #expect(answer["content-range"] == nil)
    }
  }

  @Test(
    arguments: [
      ("start=0&length=0", "INVALID_BYTE_RANGE"), ("start=9&length=2", "INVALID_BYTE_RANGE"),
      ("start=18446744073709551615&length=1", "INVALID_BYTE_RANGE"), ("start=0", nil),
      ("length=1", nil), ("start=-1&length=1", nil),
    ] as [(String, String?)])
  func `a bad byte-range is 400`(query: String, reason: String?) async throws {
    try await NetworkFixture.with { fixture in
      let id = try await fixture.store("0123456789")
      let answer = try await fixture.send("GET", "/v1/blobs/\(id)/byte-range?\(query)")
      #expect(answer.status == 400)
      #expect(answer.errorReason == reason)
    }
  }

  @Test func `stream is marked and ignores ranges`() async throws {
    try await NetworkFixture.with { fixture in
      let id = try await fixture.store("streamed")
      let target = "/v1alpha/blobs/\(id)/stream?any=key"
      let answer = try await fixture.send("GET", target, ["Range: bytes=0-1"])
      #expect(answer.status == 200)
      #expect(answer.text == "streamed")
      #expect(answer["x-walrus-streaming"] == "true")
      #expect(answer["etag"] == id)
    }
  }

  @Test func `an object is read with its allowed attributes as fields`() async throws {
    try await NetworkFixture.with { fixture in
      let put = try await fixture.send("PUT", "/v1/blobs", body: [1, 2, 3], to: .publisher)
      let object = try #require(put.json["newlyCreated"]?["blobObject"]?["id"]?.string)
      let id = try #require(put.json["newlyCreated"]?["blobObject"]?["blobId"]?.string)
      try await fixture.control(
        "POST", "/objects/\(object)/attributes",
        #"""
        {"Content-Type":"image/png","x-secret":"no","ETag":"no","cache-control":"no",
         "Content-Disposition":"inline"}
        """#)
      let target = "/v1/blobs/by-object-id/\(object)"
      let plain = try await fixture.send("GET", target)
      #expect(plain.body == [1, 2, 3])
      #expect(plain["content-type"] == "image/png")
      #expect(plain["content-disposition"] == "inline")
      #expect(plain["x-secret"] == nil)
      #expect(plain.values(of: "etag") == [id])
      #expect(plain.values(of: "cache-control").count == 1)
      let accepted = try await fixture.send("GET", target, ["Accept: a/b"])
      #expect(accepted.values(of: "content-type") == ["a/b"])
      let part = try await fixture.send("GET", target, ["Range: bytes=1-1"])
      #expect(part.status == 206)
      #expect(part.body == [2])
    }
  }

  @Test func `object ids are checked and may be unknown`() async throws {
    try await NetworkFixture.with { fixture in
      let bad = try await fixture.send("GET", "/v1/blobs/by-object-id/12")
      #expect(bad.status == 400)
      #expect(bad.text.hasSuffix("failed to parse an object ID"))
      let unknown = try await fixture.send("GET", "/v1/blobs/by-object-id/0x12")
      #expect(unknown.status == 404)
      #expect(unknown.errorReason == "BLOB_NOT_FOUND")
    }
  }

  @Test func `past the limit requests are shed with 429`() async throws {
    try await NetworkFixture.with(configure: { $0.readsMax = 0 }) { fixture in
      let answer = try await fixture.send("GET", "/status")
      #expect(answer.status == 429)
      #expect(
        answer.text == "the aggregator is receiving too many requests; please try again later")
      #expect(answer["retry-after"] == nil)
    }
  }

  @Test func `a connection is kept for further requests, pipelined ones too`() async throws {
    try await NetworkFixture.with { fixture in
      let id = try await fixture.store("kept")
      let client = try await fixture.connect()
      let request = NetworkFixture.request("GET", "/v1/blobs/\(id)")
      try await client.send(request + request)
      #expect(try await client.response().text == "kept")
      #expect(try await client.response().text == "kept")
      try await client.send(request, inPiecesOf: 7)
      #expect(try await client.response().text == "kept")
      #expect(fixture.network.connectionsAccepted(by: .aggregator(0)) == 1)
    }
  }

  @Test(arguments: [
    "nonsense\r\n\r\n", "GET / SPDY/3\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n",
    "GET / HTTP/1.1\r\nAccept : a\r\n\r\n", "GET / HTTP/1.1\r\nAccept: a\rb\r\n\r\n",
    "PUT / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "PUT / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
  ])
  func `what is no request is 400 and the end of the connection`(text: String) async throws {
    try await NetworkFixture.with { fixture in
      let bytes = try await RawClient.exchange(
        port: fixture.port(.aggregator(0)), Array(text.utf8))
      let answer = String(decoding: bytes, as: UTF8.self)
      #expect(answer.hasPrefix("HTTP/1.1 400 "))
      #expect(answer.contains("connection: close\r\n"))
    }
  }

  @Test func `an older client gets its answer and the end`() async throws {
    try await NetworkFixture.with { fixture in
      let id = try await fixture.store("old")
      try await fixture.control("PUT", "/faults/0", #"{"chunked": true}"#)
      let bytes = try await RawClient.exchange(
        port: fixture.port(.aggregator(0)), Array("GET /v1/blobs/\(id) HTTP/1.0\n\n".utf8))
      let answer = String(decoding: bytes, as: UTF8.self)
      #expect(answer.hasSuffix("\r\n\r\nold"))
      #expect(!answer.contains("chunked"))
    }
  }
}
