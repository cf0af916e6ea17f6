import TestSupport
import Testing

@testable import Devnet

@Suite struct ConcatTests {
  @Test func `several blobs are one chunked body`() async throws {
    try await NetworkFixture.with { fixture in
      let (one, two) = (try await fixture.store("one "), try await fixture.store("two"))
      let expected = Base64URLText.encode(Digest.sha256(Array("\(one),\(two)".utf8)))
      let get = try await fixture.send("GET", "/v1alpha/blobs/concat?ids=\(one),%20\(two)")
      #expect(get.status == 200)
      #expect(get["transfer-encoding"] == "chunked")
      #expect(get.text == "one two")
      #expect(get["etag"] == expected)
      let post = try await fixture.send(
        "POST", "/v1alpha/blobs/concat", ["Content-Type: application/json", "Accept: */*"],
        body: Array(#"{"ids":["\#(one)","\#(two)"]}"#.utf8))
      #expect(post.text == "one two")
      #expect(post["etag"] == expected)
    }
  }

  @Test func `attributes come from the first id if it is an object`() async throws {
    try await NetworkFixture.with { fixture in
      let put = try await fixture.send("PUT", "/v1/blobs", body: [0x61], to: .publisher)
      let made = try #require(put.json["newlyCreated"]?["blobObject"])
      let (object, blob) = (made["id"]!.string!, made["blobId"]!.string!)
      try await fixture.control("POST", "/objects/\(object)/attributes", #"{"link":"<x>"}"#)
      let first = try await fixture.send("GET", "/v1alpha/blobs/concat?ids=\(object),\(blob)")
      #expect(first.text == "aa")
      #expect(first["link"] == "<x>")
      let second = try await fixture.send("GET", "/v1alpha/blobs/concat?ids=\(blob),\(object)")
      #expect(second["link"] == nil)
    }
  }

  @Test func `a missing blob breaks the body off, a first one is an error`() async throws {
    try await NetworkFixture.with { fixture in
      let id = try await fixture.store("there")
      let first = try await fixture.send("GET", "/v1alpha/blobs/concat?ids=\(unknownBlobID)")
      #expect(first.status == 500)
      #expect(first.errorReason == "BLOB_READ_FAILED")
      let target = "/v1alpha/blobs/concat?ids=\(id),\(unknownBlobID)"
      let bytes = try await RawClient.exchange(
        port: fixture.port(.aggregator(0)), NetworkFixture.request("GET", target))
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(text.hasPrefix("HTTP/1.1 200"))
      #expect(text.hasSuffix("5\r\nthere\r\n"))
    }
  }

  @Test(
    arguments: [
      ("ids=", 400, nil), ("", 400, nil), ("ids=abc", 400, "INVALID_ID_FORMAT"),
      ("ids=0x1", 404, "OBJECT_ID_RESOLUTION_FAILED"),
    ] as [(String, Int, String?)])
  func `a bad list is an error`(query: String, status: Int, reason: String?) async throws {
    try await NetworkFixture.with { fixture in
      let answer = try await fixture.send("GET", "/v1alpha/blobs/concat?\(query)")
      #expect(answer.status == status)
      #expect(answer.errorReason == reason)
    }
  }

  @Test(arguments: [
    ("{\"ids\":[]}", 400), ("{", 400), ("{}", 422), (#"{"ids":[1]}"#, 422),
    (#"{"ids":["x"],"other":1}"#, 422), (#"{"ids":["x"],"skip_consistency_check":1}"#, 422),
  ])
  func `a bad document is an error`(json: String, status: Int) async throws {
    try await NetworkFixture.with { fixture in
      let answer = try await fixture.send(
        "POST", "/v1alpha/blobs/concat", ["Content-Type: application/json"],
        body: Array(json.utf8))
      #expect(answer.status == status)
    }
  }
}
