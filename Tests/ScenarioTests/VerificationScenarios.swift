import ContentDelivery
import Devnet
import EdgeTesting
import Gateway
import Settings
import TestSupport
import Testing

/// What aggregators send is compared with the id that was asked for.
@Suite struct VerificationScenarios {
  private static func checking(
    _ mode: VerificationMode, loops: Int = 2
  ) -> (inout GatewaySettings) -> Void {
    {
      $0.content.verification.mode = mode
      $0.content.verification.sample = 1
      $0.content.verification.processorShare = 2
      $0.server.loops = loops
    }
  }

  private static func metric(_ edge: EdgeUnderTest, _ outcome: String) async throws -> Double {
    let line = "floe_content_verifications_total{outcome=\"\(outcome)\"} "
    let text = try await edge.get("/metrics").text
    let found = text.split(separator: "\n").first { $0.hasPrefix(line) }
    return found.flatMap { Double($0.dropFirst(line.count)) } ?? 0
  }

  @Test(arguments: [0, 1, 3000, 700_000])
  func `fetched content is proven in the background, and every loop says so`(
    size: Int
  ) async throws {
    try await EdgeUnderTest.with(Self.checking(.sampled)) { edge in
      let content = edge.content(size)
      let id = try await edge.store(content)
      let miss = try await edge.get("/cdn/\(id)")
      #expect(miss.fingerprint == content.fingerprint)
      #expect(miss["X-Floe-Verified"] == "unverified")
      #expect(miss["Cache-Control"] == "public, max-age=86400")
      _ = try await edge.get("/cdn/\(id)") { $0["X-Floe-Verified"] == "proven" }
      // So many connections never meet on one loop.
      for _ in 0..<24 {
        let hit = try await edge.get("/cdn/\(id)")
        #expect(hit["X-Cache"] == "HIT" && hit.fingerprint == content.fingerprint)
        #expect(hit["X-Floe-Verified"] == "proven")
        #expect(hit["Cache-Control"] == "public, max-age=31536000, immutable")
      }
      #expect(edge.network.requestCount("GET /v1/blobs/\(id)") == 1)
      #expect(try await Self.metric(edge, "proven") == 1)
    }
  }

  @Test func `checks that are off prove nothing and stop nothing`() async throws {
    try await EdgeUnderTest.with(Self.checking(.off)) { edge in
      let content = edge.content(3000)
      let id = try await edge.store(content)
      edge.setFaults { $0.wrongBytes = true }
      let client = try await edge.get("/cdn/\(id)")
      #expect(client.status == 200 && client.fingerprint != content.fingerprint)
      edge.network.clearFaults()
      let hit = try await edge.get("/cdn/\(id)")
      #expect(hit.fingerprint == client.fingerprint && hit["X-Floe-Verified"] == "unverified")
      #expect(try await Self.metric(edge, "wrong") == 0)
    }
  }

  @Test func `wrong bytes of some are evicted, and another one asked`() async throws {
    try await EdgeUnderTest.with(Self.checking(.sampled)) { edge in
      for number in 0..<6 {
        let content = edge.content(3000, seed: UInt64(number))
        let id = try await edge.store(content)
        for index in 0..<2 { edge.setFaults(on: .aggregator(index)) { $0.wrongBytes = true } }
        let proven = try await edge.get("/cdn/\(id)") { $0["X-Floe-Verified"] == "proven" }
        #expect(proven.fingerprint == content.fingerprint)
        // Nobody was asked for it a second time who had lied.
        for index in 0..<3 {
          let asked = edge.network.requests(to: .aggregator(index)).heads.count {
            $0.hasPrefix("GET /v1/blobs/\(id) ")
          }
          #expect(asked <= 1)
        }
        edge.network.clearFaults()
      }
      #expect(try await Self.metric(edge, "proven") == 6)
      #expect(try await Self.metric(edge, "wrong") >= 1)
      #expect(edge.warnings.contains { $0.hasPrefix("an origin sent content that is not") })
      let counts = await edge.settled()
      #expect(counts.contents == 6)
    }
  }

  @Test(arguments: [1, 3000, 700_000])
  func `with all checked a wrong body is never complete`(size: Int) async throws {
    try await EdgeUnderTest.with({
      Self.checking(.always)(&$0)
      // Otherwise the longest would be kept in slices.
      $0.content.slicedMin = .kibibytes(128)
    }) { edge in
      let content = edge.content(size)
      let id = try await edge.store(content)
      edge.setFaults { $0.wrongBytes = true }
      let before = await edge.settled()
      for _ in 0..<3 {
        let exchange = try await edge.exchange(
          EdgeUnderTest.request("GET", "/cdn/\(id)", ["Connection: close"]), endsInput: false)
        #expect(exchange.responses.isEmpty)
        #expect(exchange.rest.starts(with: Array("HTTP/1.1 200 OK\r\n".utf8)))
      }
      // All have lied by now.
      #expect(try await edge.get("/cdn/\(id)").status == 502)
      #expect(try await Self.metric(edge, "wrong") == 3)
      let after = await edge.settled()
      #expect(after.memoryBytes == before.memoryBytes && after.contents == 0)
    }
  }

  @Test func `with all checked everyone who shares a fetch gets proven bytes`() async throws {
    try await EdgeUnderTest.with(Self.checking(.always)) { edge in
      let content = edge.content(300_000)
      let id = try await edge.store(content)
      edge.setFaults { $0.latencyMilliseconds = 100 }
      let pending = try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<12 {
          group.addTask {
            // A part alone would first ask how long the content is.
            while number > 0, edge.network.requestCount("GET /v1/blobs/\(id)") == 0 {
              await edge.pause(milliseconds: 1)
            }
            let range = number % 3 == 1 ? ["Range: bytes=1000-1999"] : []
            let response = try await edge.get("/cdn/\(id)", range)
            let expected = number % 3 == 1 ? Array(content[1000..<2000]) : content
            #expect(response.fingerprint == expected.fingerprint)
            // Who is late finds it in memory.
            let state = response["X-Floe-Verified"]
            #expect(state == "pending" || state == "proven")
            return state == "pending"
          }
        }
        return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(pending >= 1)
      #expect(edge.network.requestCount("GET /v1/blobs/\(id)") == 1)
      #expect(try await edge.get("/cdn/\(id)")["X-Floe-Verified"] == "proven")
    }
  }

  @Test func `a lie about what is fetched again is found by its digest alone`() async throws {
    try await EdgeUnderTest.with({
      Self.checking(.off)(&$0)
      $0.content.freshTime = .seconds(2)
      $0.content.provenTime = .seconds(2)
    }) { edge in
      let content = edge.content(5000)
      let id = try edge.id(of: content)
      #expect(try await edge.send("PUT", "/v1/blobs", body: content).status == 200)
      await edge.pause(milliseconds: 3100)
      edge.setFaults { $0.wrongBytes = true }
      let exchange = try await edge.exchange(
        EdgeUnderTest.request("GET", "/cdn/\(id)", ["Connection: close"]), endsInput: false)
      #expect(exchange.responses.isEmpty, "the last byte never came")
      #expect(try await Self.metric(edge, "wrong") == 1)
      edge.network.clearFaults()
      let right = try await edge.get("/cdn/\(id)")
      #expect(right.fingerprint == content.fingerprint && right["X-Floe-Verified"] == "pending")
      #expect(try await edge.get("/cdn/\(id)")["X-Floe-Verified"] == "proven")
    }
  }
}
