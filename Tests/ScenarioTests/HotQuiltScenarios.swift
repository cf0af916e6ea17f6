import ContentDelivery
import Devnet
import EdgeTesting
import Gateway
import TestSupport
import Testing
import WalrusUpstream

@Suite struct HotQuiltScenarios {
  /// As many as a quilt of ten shards holds.
  private static let contents = (0..<6).map {
    ("file \($0)", String(repeating: "\($0)", count: 50))
  }
  private static let metadata = """
    [{"identifier":"file 2","tags":{"content-type":"text/plain","content-language":"de"}},
     {"identifier":"file 5","tags":{"content-type":"image/png"}}]
    """

  private static func upstream(_ edge: EdgeUnderTest, _ part: String) -> Int {
    edge.upstreamHeads.count { $0.contains(part) }
  }

  @Test func `both names of a patch make one request, and all names one list`() async throws {
    try await EdgeUnderTest.with { edge in
      let (quilt, patches) = try await edge.storeQuilt(Self.contents, metadata: Self.metadata)
      edge.network.clearRequests()
      for number in [2, 5] {
        let patch = try #require(patches["file \(number)"])
        for path in ["/cdn/\(quilt)/file%20\(number)", "/cdn/\(patch)"] {
          for _ in 0..<6 {
            let response = try await edge.get(path)
            #expect(response.text == Self.contents[number].1)
            #expect(response["ETag"] == "\"\(patch)\"")
            #expect(response["Content-Type"] == (number == 2 ? "text/plain" : "image/png"))
          }
        }
      }
      #expect(Self.upstream(edge, "/patches") == 1)
      #expect(Self.upstream(edge, "/by-quilt-patch-id/") == 2)
      #expect(Self.upstream(edge, "/by-quilt-id/") == 0)
      #expect(await edge.settled().contents == 2)
    }
  }

  @Test func `a hot quilt is fetched once, and its patches are those of the network`() async throws
  {
    try await EdgeUnderTest.with({
      $0.content.quilts.patches = 3
    }) { edge in
      let (quilt, patches) = try await edge.storeQuilt(Self.contents, metadata: Self.metadata)
      // As a server without quilts of its own sees them.
      var fields: [String: [String]] = [:]
      try await EdgeUnderTest.with({
        $0.content.quilts.patches = 64
        $0.walrus.aggregators = edge.aggregators
      }) { plain in
        for (name, patch) in patches {
          fields[name] = try await plain.get("/cdn/\(patch)").lastingFields
        }
      }
      edge.network.clearRequests()
      for (number, (name, text)) in Self.contents.enumerated() {
        let patch = try #require(patches[name])
        let path = number % 2 == 0 ? "/cdn/\(patch)" : "/cdn/\(quilt)/file%20\(number)"
        let response = try await edge.get(path)
        #expect(response.text == text)
        #expect(response.lastingFields == fields[name])
        #expect(response["X-Cache"] == (number < 3 ? "MISS" : "HIT"))
      }
      #expect(Self.upstream(edge, "GET /v1/blobs/\(quilt) ") == 1)
      #expect(Self.upstream(edge, "/by-quilt-patch-id/") == 2)
    }
  }

  @Test func `patches of a proven quilt are proven`() async throws {
    try await EdgeUnderTest.with({
      $0.content.quilts.patches = 1
      $0.content.verification.mode = .sampled
      $0.content.verification.sample = 0
    }) { edge in
      let (_, patches) = try await edge.storeQuilt(Self.contents)
      let patch = try #require(patches["file 1"])
      let proven = try await edge.get("/cdn/\(patch)") { $0["X-Floe-Verified"] == "proven" }
      #expect(proven.text == Self.contents[1].1)
      #expect(proven["Cache-Control"] == "public, max-age=31536000, immutable")
      let other = try await edge.get("/cdn/\(try #require(patches["file 2"]))")
      #expect(other["X-Floe-Verified"] == "proven" && other["X-Cache"] == "HIT")
    }
  }

  @Test func `a quilt that makes no sense is checked, and its patches are fetched alone`()
    async throws
  {
    try await EdgeUnderTest.with({
      $0.content.quilts.patches = 1
      $0.content.verification.mode = .sampled
      $0.content.verification.sample = 0
    }) { edge in
      let (quilt, patches) = try await edge.storeQuilt(Self.contents)
      edge.setFaults {
        $0.wrongBytes = true
        $0.target = "/v1/blobs/\(quilt)"
      }
      for number in 0..<2 {
        let patch = try #require(patches["file \(number)"])
        let response = try await edge.get("/cdn/\(patch)")
        #expect(response.text == Self.contents[number].1)
        #expect(response["X-Floe-Verified"] == "unverified")
      }
      let metrics = try await edge.get("/metrics") {
        $0.text.contains("content_verifications_total{outcome=\"wrong\"} 1\n")
      }
      #expect(metrics.text.contains("content_quilts_total{event=\"cut\"} 0\n"))
    }
  }
}
