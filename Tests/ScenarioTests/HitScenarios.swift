import ContentDelivery
import Devnet
import EdgeTesting
import Gateway
import TestSupport
import Testing

@Suite struct HitScenarios {
  @Test(arguments: [0, 1, 1000, 100_000, 700_000])
  func `a miss, then hits that look the same by every path`(size: Int) async throws {
    try await EdgeUnderTest.with { edge in
      let content = edge.content(size)
      let id = try await edge.store(content)
      let miss = try await edge.get("/cdn/\(id)")
      #expect(miss.status == 200)
      #expect(miss.fingerprint == content.fingerprint)
      #expect(miss["X-Cache"] == "MISS")
      #expect(miss["Cache-Status"] == "floe; fwd=uri-miss; fwd-status=200; stored")
      for path in ["/cdn/\(id)", "/v1/blobs/\(id)", "/cdn/\(id)?unknown=1"] {
        let hit = try await edge.get(path)
        #expect(hit.fingerprint == content.fingerprint)
        #expect(hit["X-Cache"] == "HIT")
        #expect(hit["Cache-Status"]?.hasPrefix("floe; hit; ttl=") == true)
        #expect(hit.lastingFields == miss.lastingFields)
      }
      #expect(edge.network.requestCount("GET /v1/blobs/\(id)") == 1)
    }
  }

  @Test func `what one loop has fetched every loop answers, with one copy`() async throws {
    try await EdgeUnderTest.with { edge in
      let content = edge.content(50_000)
      let id = try await edge.store(content)
      // The system spreads connections over the loops; so many never meet on one.
      for _ in 0..<24 {
        let response = try await edge.get("/cdn/\(id)")
        #expect(response.fingerprint == content.fingerprint)
      }
      let counts = await edge.settled()
      #expect(counts.borrowedHits > 0)
      #expect(counts.contents == 1)
      #expect(counts.memoryBytes < 100_000)
      #expect(edge.network.requestCount("GET /v1/blobs/\(id)") == 1)
    }
  }

  @Test func `HEAD of what is not here reads no content`() async throws {
    try await EdgeUnderTest.with { edge in
      let content = edge.content(1_700_000)
      let id = try await edge.store(content)
      edge.network.clearRequests()
      let head = try await edge.head("/cdn/\(id)")
      #expect(head.status == 200)
      #expect(head["Content-Length"] == "1700000")
      #expect(head["ETag"] == "\"\(id)\"")
      for index in 0..<3 {
        for request in edge.network.requests(to: .aggregator(index)).heads {
          #expect(request.lowercased().contains("\r\nrange: bytes=0-"), "\(request)")
        }
      }
      let asked = edge.network.requestCount("GET /v1/blobs/\(id)")
      let again = try await edge.head("/cdn/\(id)")
      #expect(again.lastingFields == head.lastingFields)
      #expect(edge.network.requestCount("GET /v1/blobs/\(id)") == asked)
      let whole = try await edge.get("/cdn/\(id)")
      #expect(whole.fingerprint == content.fingerprint)
      #expect(whole.lastingFields == head.lastingFields)
    }
  }

  @Test func `what is past its time is fetched again, and served if that fails`() async throws {
    try await EdgeUnderTest.with {
      $0.content.freshTime = .seconds(2)
    } _: { edge in
      let content = edge.content(5000)
      let id = try await edge.store(content)
      #expect(try await edge.get("/cdn/\(id)")["X-Cache"] == "MISS")
      #expect(try await edge.get("/cdn/\(id)")["X-Cache"] == "HIT")
      await edge.pause(milliseconds: 2200)
      edge.setFaults { $0.status = 500 }
      let stale = try await edge.get("/cdn/\(id)")
      #expect(stale.status == 200)
      #expect(stale.fingerprint == content.fingerprint)
      #expect(stale["X-Cache"] == "STALE")
      #expect(stale["Cache-Status"]?.contains("fwd=stale") == true)
      edge.network.clearFaults()
      #expect(try await edge.get("/cdn/\(id)")["X-Cache"] == "MISS")
      #expect(try await edge.get("/cdn/\(id)")["X-Cache"] == "HIT")
    }
  }
}
