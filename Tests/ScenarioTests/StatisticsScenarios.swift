import EdgeTesting
import TestSupport
import Testing

/// What is counted of single contents, over all loops.
@Suite struct StatisticsScenarios {
  @Test func `requests for a content are counted on every loop and summed up`() async throws {
    try await EdgeUnderTest.with { edge in
      let id = try await edge.store(edge.content(5000))
      let other = try await edge.store(edge.content(100, seed: 5))
      #expect(try await edge.get("/cdn/\(other)").status == 200)
      for _ in 0..<12 { #expect(try await edge.get("/v1/blobs/\(id)").status == 200) }
      let one = try await edge.get("/api/stats/\(id)") { $0.text.contains("\"requests\":12,") }
      #expect(one["Content-Type"] == "application/json")
      for part in [
        "{\"id\":\"\(id)\",\"requests\":12,", "\"misses\":1,\"servedBytes\":60000,",
        "\"latencyMicroseconds\":{\"average\":", "\"lastAccess\":", "\"requestsAtMost\":",
      ] {
        #expect(one.text.contains(part), "\(part) in \(one.text)")
      }
      let top = try await edge.get("/api/stats") { $0.text.contains(other) }.text
      #expect(top.hasPrefix("{\"contents\":[{\"id\":\"\(id)\""))
      let first = try await edge.get("/api/stats?limit=1").text
      #expect(first.contains(id) && !first.contains(other))
    }
  }

  @Test func `what was never asked for has no requests, and what is no id is said`() async throws {
    try await EdgeUnderTest.with { edge in
      let id = try edge.id(of: edge.content(10, seed: 9))
      #expect(try await edge.get("/api/stats/\(id)").text == "{\"id\":\"\(id)\",\"requests\":0}\n")
      let malformed = try await edge.get("/api/stats/abc")
      #expect(malformed.status == 400)
      #expect(malformed.text.contains("/problems/malformed-identifier"))
      #expect(try await edge.get("/api/stats?limit=0").status == 400)
      #expect(try await edge.get("/api/stats?limit=101").status == 400)
    }
  }
}
