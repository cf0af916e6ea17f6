import EdgeTesting
import Gateway
import TestSupport
import Testing

@Suite struct QuiltScenarios {
  private static let metadata = #"""
    [{"identifier":"page.html","tags":{"content-type":"text/html"}},
     {"identifier":"a b/c.txt","tags":{"content-type":"text/x-special","content-language":"de"}}]
    """#

  @Test func `a patch by its id and by its name, on both kinds of path`() async throws {
    try await EdgeUnderTest.with { edge in
      let contents = [("a b/c.txt", "first"), ("page.html", "<p>second</p>"), ("z", "third")]
      let (quilt, patches) = try await edge.storeQuilt(contents, metadata: Self.metadata)
      var tags: Set<String> = []
      for (name, text) in contents {
        let patch = try #require(patches[name])
        let escaped = name.replacing(" ", with: "%20").replacing("/", with: "%2F")
        for path in [
          "/cdn/\(patch)", "/v1/blobs/by-quilt-patch-id/\(patch)", "/cdn/\(quilt)/\(escaped)",
          "/v1/blobs/by-quilt-id/\(quilt)/\(escaped)", "/cdn/\(patch)", "/cdn/\(quilt)/\(escaped)",
        ] {
          let response = try await edge.get(path)
          #expect(response.status == 200, "\(path): \(response.text)")
          #expect(response.text == text)
          #expect(response["X-Quilt-Patch-Identifier"] == name)
          let tag = try #require(response["ETag"])
          #expect(tag.hasPrefix("\"") && tag.hasSuffix("\""))
          tags.insert("\(name) \(path.contains(patch) ? "id" : "name") \(tag)")
          let part = try await edge.get(path, ["Range: bytes=1-2"])
          #expect(part.status == 206)
          #expect(part.body == Array(Array(text.utf8)[1...2]))
          #expect(try await edge.get(path, ["If-None-Match: \(tag)"]).status == 304)
          #expect(try await edge.head(path)["Content-Length"] == "\(text.utf8.count)")
        }
      }
      // One tag for each patch and kind of name, none shared by two patches.
      #expect(tags.count == 6)
      #expect(Set(tags.map { $0.split(separator: " ").last }).count >= 3)
      #expect(try await edge.get("/cdn/\(quilt)/a%20b%2Fc.txt")["Content-Language"] == "de")
      #expect(try await edge.get("/cdn/\(quilt)/page.html")["Content-Disposition"] == "attachment")
    }
  }

  @Test func `a list of patches is handed through`() async throws {
    try await EdgeUnderTest.with { edge in
      let (quilt, patches) = try await edge.storeQuilt([("one", "1"), ("two", "2")])
      let list = try await edge.get("/v1/quilts/\(quilt)/patches")
      #expect(list.status == 200)
      #expect(list["Content-Type"] == "application/json")
      for (name, id) in patches {
        #expect(list.text.contains("\"identifier\":\"\(name)\""))
        #expect(list.text.contains(id))
      }
      let head = try await edge.head("/v1/quilts/\(quilt)/patches")
      #expect(head["Content-Length"] == "\(list.body.count)")
      let missing = try edge.id(of: edge.content(77))
      #expect(try await edge.get("/v1/quilts/\(missing)/patches").status == 404)
      #expect(try await edge.get("/v1/quilts/nonsense/patches").status == 400)
    }
  }

  @Test func `a patch that is not there is missing, and no other is given`() async throws {
    try await EdgeUnderTest.with { edge in
      let (quilt, _) = try await edge.storeQuilt([("one", "1")])
      for name in ["two", "One", "one%20", "on", "ones"] {
        let missing = try await edge.get("/cdn/\(quilt)/\(name)")
        #expect(missing.status == 404, "\(name)")
        #expect(try ProblemDocument(missing).slug == "content-not-found")
      }
      #expect(try await edge.get("/cdn/\(quilt)/one").text == "1")
    }
  }

  @Test func `an object leads to its blob and what was stored with it`() async throws {
    try await EdgeUnderTest.with { edge in
      let content = edge.content(3000)
      let (blob, object) = try await edge.storeObject(
        content,
        attributes: [
          "content-type": "image/webp", "content-disposition": "inline; filename=\"a.webp\"",
          "authorization": "secret", "link": "</x>",
        ])
      for path in ["/cdn/\(object)", "/v1/blobs/by-object-id/\(object)", "/cdn/\(object)"] {
        let response = try await edge.get(path)
        #expect(response.fingerprint == content.fingerprint)
        #expect(response["Content-Type"] == "image/webp")
        #expect(response["Content-Disposition"] == "inline; filename=\"a.webp\"")
        #expect(response["Cache-Control"] == "public, max-age=86400")
        #expect(response["Authorization"] == nil)
        #expect(response["Link"] == nil)
        #expect(response["ETag"]?.contains(blob) == true)
      }
      // The blob itself was stored without a type.
      #expect(try await edge.get("/cdn/\(blob)")["Content-Type"] == "application/octet-stream")
      #expect(edge.upstreamRequestCount == 2)
    }
  }
}
