import TestSupport
import Testing

@testable import Devnet

@Suite struct PublisherTests {
  @Test func `a new blob is described as the real publisher does`() async throws {
    try await NetworkFixture.with(configure: { $0.firstEpoch = 34 }) { fixture in
      let put = try await fixture.send(
        "PUT", "/v1/blobs?epochs=3&permanent=true", body: Array(repeating: 7, count: 33),
        to: .publisher)
      #expect(put.status == 200)
      #expect(put["content-type"] == "application/json")
      let object = try #require(put.json["newlyCreated"]?["blobObject"])
      let (id, storage) = (object["id"]!.string!, object["storage"]!["id"]!.string!)
      let blobID = object["blobId"]!.string!
      #expect(id.count == 66 && storage.count == 66 && blobID.count == 43)
      // Ten shards, 33 bytes: 10 * ((4 + 7) * 2 + 10 * 64 + 32) bytes, one unit of a MiB.
      #expect(
        put.text
          == #"{"newlyCreated":{"blobObject":{"id":"\#(id)","registeredEpoch":34,"#
          + #""blobId":"\#(blobID)","size":33,"encodingType":"RS2","certifiedEpoch":34,"#
          + #""storage":{"id":"\#(storage)","startEpoch":34,"endEpoch":37,"storageSize":6940},"#
          + #""deletable":false},"resourceOperation":{"registerFromScratch":"#
          + #"{"encodedLength":6940,"epochsAhead":3}},"cost":2300}}"#)
    }
  }

  @Test func `the published vector of ten shards has its id`() async throws {
    try await NetworkFixture.with { fixture in
      let id = try await fixture.store("walrus blob id v1 regression test")
      let read = try await fixture.send("GET", "/v1/blobs/\(id)")
      #expect(read.text == "walrus blob id v1 regression test")
    }
  }

  #if !DEBUG
    // Without optimization the thousand shards take too long.
    @Test func `a thousand shards give the documented sample`() async throws {
      try await NetworkFixture.with(configure: { $0.shardCount = 1_000 }) { fixture in
        let put = try await fixture.send(
          "PUT", "/v1/blobs", body: Array("some other string".utf8), to: .publisher)
        let created = put.json["newlyCreated"]
        #expect(created?["blobObject"]?["blobId"]?.string == unknownBlobID)
        #expect(created?["blobObject"]?["storage"]?["storageSize"]?.integer == 66_034_000)
        #expect(created?["cost"]?.integer == 132_300)
      }
    }
  #endif

  @Test func `what is stored for long enough is certified already`() async throws {
    try await NetworkFixture.with { fixture in
      let id = try await fixture.store("twice", query: "?epochs=5")
      let again = try await fixture.send(
        "PUT", "/v1/blobs?epochs=5", body: Array("twice".utf8), to: .publisher)
      let certified = try #require(again.json["alreadyCertified"])
      let digest = try #require(certified["event"]?["txDigest"]?.string)
      #expect((43...44).contains(digest.count))
      #expect(
        again.text
          == #"{"alreadyCertified":{"blobId":"\#(id)","event":{"txDigest":"\#(digest)","#
          + #""eventSeq":"0"},"endEpoch":6}}"#)
      for query in ["?epochs=6", "?epochs=1&force=true"] {
        let longer = try await fixture.send(
          "PUT", "/v1/blobs\(query)", body: Array("twice".utf8), to: .publisher)
        #expect(longer.json["newlyCreated"] != nil, "\(query)")
      }
    }
  }

  @Test func `an empty body is a blob`() async throws {
    try await NetworkFixture.with { fixture in
      let put = try await fixture.send("PUT", "/v1/blobs", ["Content-Length: 0"], to: .publisher)
      let id = try #require(put.json["newlyCreated"]?["blobObject"]?["blobId"]?.string)
      let read = try await fixture.send("GET", "/v1/blobs/\(id)")
      #expect(read.status == 200)
      #expect(read["content-length"] == "0")
      let range = try await fixture.send("GET", "/v1/blobs/\(id)", ["Range: bytes=0-0"])
      #expect(range.status == 416)
    }
  }

  @Test func `a shared object has an id of its own`() async throws {
    try await NetworkFixture.with { fixture in
      let put = try await fixture.send(
        "PUT", "/v1/blobs?share=true", body: Array("shared".utf8), to: .publisher)
      let shared = try #require(put.json["newlyCreated"]?["sharedBlobObject"]?.string)
      let read = try await fixture.send("GET", "/v1/blobs/by-object-id/\(shared)")
      #expect(read.text == "shared")
    }
  }

  @Test(
    arguments: [
      ("unknown=1", nil), ("epochs=x", nil), ("epochs=-1", nil), ("epochs=1&epochs=1", nil),
      ("force=yes", nil), ("encoding_type=RedStuff", nil), ("send_object_to=12", nil),
      ("send_object_to=0x12&share=true", nil),
      ("deletable=true&permanent=true", "INVALID_BLOB_PERSISTENCE"),
      ("epochs=0", "MALFORMED_REQUEST"), ("epochs=54", "MALFORMED_REQUEST"),
    ] as [(String, String?)])
  func `a bad query is 400`(query: String, reason: String?) async throws {
    try await NetworkFixture.with { fixture in
      let put = try await fixture.send("PUT", "/v1/blobs?\(query)", body: [1], to: .publisher)
      #expect(put.status == 400)
      #expect(put.errorReason == reason)
      if reason == nil {
        #expect(put.text.hasPrefix("Failed to deserialize query string:"))
      }
    }
  }

  @Test(arguments: [
    "deletable=true", "permanent=false&deletable=false", "encoding_type=RS2&quilt_version=v1",
    "send_object_to=0x12", "share=false", "reuse_resources=true&force=true",
  ])
  func `a good query is followed`(query: String) async throws {
    try await NetworkFixture.with { fixture in
      let put = try await fixture.send("PUT", "/v1/blobs?\(query)", body: [1], to: .publisher)
      #expect(put.status == 200, "\(put.text)")
    }
  }

  @Test(arguments: [true, false])
  func `a body past the limit is 413 in plain text`(isChunked: Bool) async throws {
    try await NetworkFixture.with(configure: { $0.bodyBytesMax = 100 }) { fixture in
      let body = [UInt8](repeating: 0x61, count: 101)
      let request =
        isChunked
        ? NetworkFixture.request("PUT", "/v1/blobs", ["Transfer-Encoding: chunked"])
          + Array("65\r\n".utf8) + body + Array("\r\n0\r\n\r\n".utf8)
        : NetworkFixture.request("PUT", "/v1/blobs", body: body)
      let client = try await fixture.connect(.publisher)
      try await client.send(request)
      let answer = try await client.response()
      #expect(answer.status == 413)
      #expect(answer.text == "Failed to buffer the request body: length limit exceeded")
      let fitting = try await fixture.send(
        "PUT", "/v1/blobs", body: Array(body.dropLast()), to: .publisher)
      #expect(fitting.status == 200)
    }
  }

  @Test func `chunks and a wait for 100 are understood`() async throws {
    try await NetworkFixture.with { fixture in
      let client = try await fixture.connect(.publisher)
      try await client.send(
        NetworkFixture.request(
          "PUT", "/v1/blobs", ["Transfer-Encoding: chunked", "Expect: 100-continue"]))
      let interim = try await client.response(toHead: true)
      #expect(interim.status == 100)
      try await client.send("4;ext=1\r\nsome\r\nd\r\n other string\r\n0\r\nTrailer: x\r\n\r\n")
      let put = try await client.response()
      #expect(put.json["newlyCreated"]?["blobObject"]?["size"]?.integer == 17)
      // The connection is ready for the next request.
      try await client.send(NetworkFixture.request("GET", "/status"))
      let status = try await client.response()
      #expect(status.text == "OK")
    }
  }

  @Test func `a refused body is not asked for`() async throws {
    try await NetworkFixture.with { fixture in
      let client = try await fixture.connect(.publisher)
      try await client.send(
        NetworkFixture.request(
          "PUT", "/v1/blobs?bad=1", ["Content-Length: 17", "Expect: 100-continue"]))
      let answer = try await client.response()
      #expect(answer.status == 400)
      #expect(answer["connection"] == "close")
      #expect(await client.isClosedByServer())
    }
  }

  @Test func `blocked content and failing storage are reported`() async throws {
    try await NetworkFixture.with { fixture in
      let id = try await fixture.store("blocked")
      try await fixture.control("PUT", "/faults/publisher", "{\"blocked\": [\"\(id)\"]}")
      let blocked = try await fixture.send(
        "PUT", "/v1/blobs?force=true", body: Array("blocked".utf8), to: .publisher)
      #expect(blocked.status == 451)
      #expect(blocked.errorReason == "FORBIDDEN_BLOB")
      try await fixture.control("PUT", "/faults/publisher", #"{"status": 504}"#)
      let late = try await fixture.send("PUT", "/v1/blobs", body: [1], to: .publisher)
      #expect(late.status == 504)
      #expect(late.errorReason == "INSUFFICIENT_CONFIRMATIONS")
    }
  }

  @Test func `past the limit storing is shed with 429`() async throws {
    try await NetworkFixture.with(configure: { $0.writesMax = 0 }) { fixture in
      let put = try await fixture.send("PUT", "/v1/blobs", body: [1], to: .publisher)
      #expect(put.status == 429)
      #expect(
        put.text == "the publisher is receiving too many requests; please try again later")
    }
  }

  @Test func `many can store and read at once`() async throws {
    try await NetworkFixture.with(configure: { $0.writesMax = 100 }) { fixture in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<24 {
          group.addTask {
            // Every content is stored by two at the same time.
            let text = "content \(number / 2)"
            let id = try await fixture.store(text)
            let read = try await fixture.send("GET", "/v1/blobs/\(id)", to: .aggregator(number % 2))
            #expect(read.text == text)
          }
        }
        try await group.waitForAll()
      }
    }
  }
}
