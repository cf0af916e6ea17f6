import TestSupport
import Testing

@testable import Devnet

@Suite struct QuiltTests {
  /// A part of a form.
  private static func part(_ name: String, _ content: String) -> String {
    "--edge\r\nContent-Disposition: form-data; name=\"\(name)\"; filename=\"x\"\r\n"
      + "Content-Type: text/plain\r\n\r\n\(content)\r\n"
  }

  private func put(
    _ fixture: NetworkFixture, _ parts: [String], query: String = "", fields: [String] = []
  ) async throws -> RawResponse {
    try await fixture.send(
      "PUT", "/v1/quilts\(query)",
      ["Content-Type: multipart/form-data; boundary=edge"] + fields,
      body: Array((parts.joined() + "--edge--\r\n").utf8), to: .publisher)
  }

  /// Stores three patches, one with tags; gives the quilt's id and the patches' by identifier.
  private func sewn(
    _ fixture: NetworkFixture
  ) async throws -> (quilt: String, patches: [String: String]) {
    let metadata = #"""
      [{"identifier":"b.html","tags":{"content-type":"text/html","x-own":"1","n":7,"ok":true}},
       {"identifier":"nobody","tags":{}}]
      """#
    let answer = try await put(
      fixture,
      [
        Self.part("c d/e", "third"), Self.part("a.txt", "first"), Self.part("_metadata", metadata),
        Self.part("b.html", "<p>second</p>\r\n--edgy"),
      ])
    #expect(answer.status == 200, "\(answer.text)")
    let created = answer.json["blobStoreResult"]?["newlyCreated"]
    let quilt = try #require(created?["blobObject"]?["blobId"]?.string)
    guard case .array(let stored)? = answer.json["storedQuiltBlobs"] else {
      Issue.record("no patches")
      return (quilt, [:])
    }
    let names = stored.compactMap { $0["identifier"]?.string }
    #expect(names == ["a.txt", "b.html", "c d/e"])
    let ids = stored.compactMap { $0["quiltPatchId"]?.string }
    #expect(ids.allSatisfy { $0.count == 50 && $0.hasPrefix(quilt.dropLast()) })
    return (quilt, Dictionary(uniqueKeysWithValues: zip(names, ids)))
  }

  @Test func `patches are read by both paths`() async throws {
    try await NetworkFixture.with { fixture in
      let (quilt, patches) = try await sewn(fixture)
      let contents = ["a.txt": "first", "b.html": "<p>second</p>\r\n--edgy", "c d/e": "third"]
      for (name, text) in contents {
        let escaped = name == "c d/e" ? "c%20d%2Fe" : name
        for target in [
          "/v1/blobs/by-quilt-patch-id/\(patches[name]!)",
          "/v1/blobs/by-quilt-id/\(quilt)/\(escaped)",
        ] {
          let read = try await fixture.send("GET", target, ["Range: bytes=0-1"])
          #expect(read.status == 200)
          #expect(read.text == text)
          #expect(read["etag"] == quilt)
          #expect(read["x-quilt-patch-identifier"] == name)
          #expect(read["cache-control"] != nil)
        }
      }
    }
  }

  @Test func `tags become fields where they are allowed`() async throws {
    try await NetworkFixture.with { fixture in
      let (quilt, patches) = try await sewn(fixture)
      let target = "/v1/blobs/by-quilt-patch-id/\(patches["b.html"]!)"
      let plain = try await fixture.send("GET", target)
      #expect(plain["content-type"] == "text/html")
      #expect(plain["x-own"] == nil)
      let accepted = try await fixture.send("GET", target, ["Accept: a/b"])
      #expect(accepted.values(of: "content-type") == ["a/b"])
      let typed = ["Content-Type: c/d"]
      let head = try await fixture.send("HEAD", target, typed)
      #expect(head["content-type"] == "text/html")
      let named = try await fixture.send("HEAD", "/v1/blobs/by-quilt-id/\(quilt)/b.html", typed)
      #expect(named["content-type"] == "c/d")
    }
    try await NetworkFixture.with(configure: { $0.passesAllTags = true }) { fixture in
      let (_, patches) = try await sewn(fixture)
      let target = "/v1/blobs/by-quilt-patch-id/\(patches["b.html"]!)"
      let read = try await fixture.send("GET", target)
      #expect(read["x-own"] == "1")
      #expect(read["n"] == "7")
      #expect(read["ok"] == "true")
    }
  }

  @Test func `patches are listed without fields for caches`() async throws {
    try await NetworkFixture.with { fixture in
      let (quilt, patches) = try await sewn(fixture)
      let list = try await fixture.send("GET", "/v1/quilts/\(quilt)/patches")
      #expect(list["content-type"] == "application/json")
      #expect(list["cache-control"] == nil)
      #expect(list["etag"] == nil)
      #expect(
        list.text
          == #"[{"identifier":"a.txt","patch_id":"\#(patches["a.txt"]!)","tags":{}},"#
          + #"{"identifier":"b.html","patch_id":"\#(patches["b.html"]!)","tags":"#
          + #"{"n":"7","ok":"true","x-own":"1","content-type":"text/html"}},"#
          + #"{"identifier":"c d/e","patch_id":"\#(patches["c d/e"]!)","tags":{}}]"#)
    }
  }

  @Test func `what is not there has the shape of its error`() async throws {
    try await NetworkFixture.with { fixture in
      let (quilt, patches) = try await sewn(fixture)
      let plain = try await fixture.store("not a quilt")
      func expect(_ target: String, _ status: Int, _ reason: String?) async throws {
        let answer = try await fixture.send("GET", target)
        #expect(answer.status == status, "\(target)")
        #expect(answer.errorReason == reason)
      }
      let foreign = unknownBlobID.dropLast() + patches["a.txt"]!.dropFirst(42)
      try await expect("/v1/blobs/by-quilt-id/\(quilt)/none", 404, "QUILT_PATCH_NOT_FOUND")
      try await expect("/v1/blobs/by-quilt-id/\(unknownBlobID)/a", 404, "BLOB_NOT_FOUND")
      try await expect("/v1/blobs/by-quilt-id/\(plain)/a", 500, "INTERNAL_ERROR")
      try await expect("/v1/quilts/\(plain)/patches", 500, "INTERNAL_ERROR")
      try await expect("/v1/quilts/\(unknownBlobID)/patches", 404, "BLOB_NOT_FOUND")
      try await expect("/v1/quilts/short/patches", 400, nil)
      try await expect("/v1/blobs/by-quilt-patch-id/short", 400, nil)
      try await expect("/v1/blobs/by-quilt-id/\(quilt)/a/b", 404, nil)
      let answer = try await fixture.send("GET", "/v1/blobs/by-quilt-patch-id/\(foreign)")
      #expect([400, 404].contains(answer.status))
    }
  }

  @Test func `columns that hold no patch are an internal error`() async throws {
    try await NetworkFixture.with { fixture in
      let (_, patches) = try await sewn(fixture)
      // Columns 0 to 1 are the index.
      let id = patches["a.txt"]!
      var bytes = try #require(Base64URLText.decode(id))
      bytes.replaceSubrange(33..<37, with: [0, 0, 1, 0])
      let target = "/v1/blobs/by-quilt-patch-id/\(Base64URLText.encode(bytes))"
      let answer = try await fixture.send("GET", target)
      #expect(answer.status == 500)
      #expect(answer.errorReason == "INTERNAL_ERROR")
    }
  }

  @Test(arguments: [
    [], [part("_metadata", "[]")], [part("a", "1"), part("a", "2")], [part("a ", "1")],
    [part("a", "1"), part("_metadata", "{")],
    [
      part("a", "1"),
      part("_metadata", #"[{"identifier":"a","tags":{}},{"identifier":"a","tags":{}}]"#),
    ],
    (0..<7).map { part("\($0)", "too many for ten shards") },
  ])
  func `a form that makes no quilt is 400`(parts: [String]) async throws {
    try await NetworkFixture.with { fixture in
      let answer = try await put(fixture, parts)
      #expect(answer.status == 400)
      #expect(answer.errorReason == "MALFORMED_REQUEST")
    }
  }

  @Test func `a body that is no form is 400 in plain text`() async throws {
    try await NetworkFixture.with { fixture in
      let answer = try await fixture.send(
        "PUT", "/v1/quilts", ["Content-Type: text/plain"], body: [1], to: .publisher)
      #expect(answer.status == 400)
      #expect(answer.text == "Invalid `boundary` for `multipart/form-data` request")
      let query = try await put(fixture, [Self.part("a", "1")], query: "?x=1")
      #expect(query.text.hasPrefix("Failed to deserialize query string:"))
    }
  }

  @Test func `a stored quilt is certified the second time`() async throws {
    try await NetworkFixture.with { fixture in
      let parts = [Self.part("only", "one")]
      let first = try await put(fixture, parts)
      let second = try await put(fixture, parts)
      #expect(second.json["blobStoreResult"]?["alreadyCertified"] != nil)
      #expect(
        second.json["storedQuiltBlobs"]?.text == first.json["storedQuiltBlobs"]?.text)
    }
  }

  @Test func `a token's size is the quilt's and not the form's`() async throws {
    var options = TokenOptions()
    options.verifiesUpload = true
    try await NetworkFixture.with(configure: { $0.tokens = options }) { fixture in
      // One short patch of ten shards: 28 symbols of 2 bytes.
      for (size, status) in [(56, 200), (55, 400)] {
        let payload = #"{"exp":4102444800,"jti":"\#(size)","size":\#(size)}"#
        let token = "e30." + Base64URLText.encode(Array(payload.utf8)) + ".AA"
        let answer = try await put(
          fixture, [Self.part("a", "1")], fields: ["Authorization: Bearer \(token)"])
        #expect(answer.status == status, "\(answer.text)")
      }
    }
  }
}
