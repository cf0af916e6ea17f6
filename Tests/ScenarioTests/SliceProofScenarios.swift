import ContentDelivery
import Devnet
import EdgeTesting
import Settings
import TestSupport
import Testing
import WalrusUpstream

@testable import Gateway

/// Content in slices is compared with its id, and its slices with what they were before.
@Suite struct SliceProofScenarios {
  private static let length = 1_700_000

  private func with(
    _ mode: VerificationMode, _ adjust: (inout GatewaySettings) -> Void = { _ in },
    _ body: (EdgeUnderTest, [UInt8], String) async throws -> Void
  ) async throws {
    try await EdgeUnderTest.with {
      $0.content.sliceSize = .kibibytes(64)
      $0.content.slicedMin = .kibibytes(128)
      $0.content.verification.mode = mode
      $0.content.verification.sample = 1
      $0.content.verification.processorShare = 2
      adjust(&$0)
    } _: { edge in
      let content = edge.content(Self.length)
      let id = try await edge.store(content)
      edge.network.clearRequests()
      try await body(edge, content, "/cdn/\(id)")
      let counts = await edge.settled()
      #expect(counts.memoryPeak <= counts.memoryLimit)
    }
  }

  private func metric(_ edge: EdgeUnderTest, _ outcome: String) async throws -> Double {
    let line = "floe_content_verifications_total{outcome=\"\(outcome)\"} "
    let text = try await edge.get("/metrics").text
    let found = text.split(separator: "\n").first { $0.hasPrefix(line) }
    return found.flatMap { Double($0.dropFirst(line.count)) } ?? 0
  }

  private func waitUntil(
    _ edge: EdgeUnderTest, _ outcome: String, reaches count: Double
  ) async throws {
    for _ in 0..<500 where try await metric(edge, outcome) < count {
      await edge.pause(milliseconds: 10)
    }
    #expect(try await metric(edge, outcome) == count)
  }

  /// Evicts all slices; what is known of them stays.
  private func evictAll(_ edge: EdgeUnderTest) async {
    let contents = edge.edge.content.contents
    for shard in 0..<contents.count { _ = await contents.makeRoom(for: 64 << 20, on: shard) }
    #expect(await contents.counts().map(\.homeCount).reduce(0, +) == 0)
  }

  private func expectProven(_ response: RawResponse, _ content: [UInt8]) {
    #expect(response.fingerprint == content.fingerprint)
    #expect(response["X-Floe-Verified"] == "proven")
    #expect(response["Cache-Control"] == "public, max-age=31536000, immutable")
  }

  /// The complete responses to one request on a connection of its own.
  private func completed(_ edge: EdgeUnderTest, _ path: String) async throws -> RawExchange {
    try await edge.exchange(
      EdgeUnderTest.request("GET", path, ["Connection: close"]), endsInput: false)
  }

  @Test func `a long blob is proven in the background, and every loop says so`() async throws {
    try await with(.sampled) { edge, content, path in
      let miss = try await edge.get(path)
      #expect(miss.fingerprint == content.fingerprint && miss["X-Floe-Verified"] == "unverified")
      let proven = try await edge.get(path) { $0["X-Floe-Verified"] == "proven" }
      expectProven(proven, content)
      #expect(proven["X-Cache"] == "HIT" && proven["ETag"] == miss["ETag"])
      for _ in 0..<10 { expectProven(try await edge.get(path), content) }
      let part = try await edge.get(path, ["Range: bytes=900000-999999"])
      expectProven(part, Array(content[900_000..<1_000_000]))
      #expect(edge.upstreamRequestCount == 1)
      #expect(try await metric(edge, "proven") == 1)
    }
  }

  @Test func `ranges that together bring everything are proven by the id itself`() async throws {
    try await with(.sampled) { edge, content, path in
      for start in stride(from: 0, to: Self.length, by: 400_000) {
        let end = min(start + 400_000, Self.length)
        let part = try await edge.get(path, ["Range: bytes=\(start)-\(end - 1)"])
        #expect(part.fingerprint == content[start..<end].fingerprint)
        #expect(part["X-Floe-Verified"] == "unverified")
      }
      expectProven(try await edge.get(path) { $0["X-Floe-Verified"] == "proven" }, content)
    }
  }

  @Test func `wrong bytes in some slices have everything evicted, and another one asked`()
    async throws
  {
    try await with(.sampled) { edge, content, path in
      // Two bytes in the whole blob: in its first slice and in the middle one.
      edge.setFaults { $0.wrongBytes = true }
      let lied = try await edge.get(path)
      #expect(lied.status == 200 && lied.fingerprint != content.fingerprint)
      try await waitUntil(edge, "wrong", reaches: 1)
      #expect(await edge.edge.content.contents.counts().map(\.homeCount).reduce(0, +) == 0)
      edge.network.clearFaults()
      expectProven(try await edge.get(path) { $0["X-Floe-Verified"] == "proven" }, content)
      #expect(edge.warnings.contains { $0.hasPrefix("an origin sent content that is not") })
      let liars = edge.edge.endpoints.filter {
        $0.faultCounts.contains { $0.fault == "wrong_content" && $0.count > 0 }
      }
      #expect(liars.count == 1)
      #expect(edge.upstreamRequestCount == 2)
    }
  }

  @Test func `with all checked a wrong long body is never complete`() async throws {
    // In one piece an eighth of a loop's memory is kept: here 1 MiB.
    try await with(.always, { $0.content.memoryLimit = .mebibytes(16) }) { edge, content, path in
      edge.setFaults { $0.wrongBytes = true }
      let before = await edge.settled()
      for _ in 0..<3 {
        let exchange = try await completed(edge, path)
        #expect(exchange.responses.isEmpty)
        #expect(exchange.rest.starts(with: Array("HTTP/1.1 200 OK\r\n".utf8)))
      }
      // All have lied by now.
      #expect(try await edge.get(path).status == 502)
      #expect(try await metric(edge, "wrong") == 3)
      let after = await edge.settled()
      #expect(after.memoryBytes == before.memoryBytes && after.contents == 0)
    }
  }

  @Test func `with all checked everyone who reads all gets proven bytes`() async throws {
    try await with(.always, { $0.content.memoryLimit = .mebibytes(16) }) { edge, content, path in
      edge.setFaults { $0.latencyMilliseconds = 100 }
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for _ in 0..<8 {
          group.addTask {
            let response = try await edge.get(path)
            let state = response["X-Floe-Verified"]
            return response.body == content && (state == "pending" || state == "proven")
          }
        }
        for try await isRight in group { #expect(isRight) }
      }
      #expect(edge.upstreamRequestCount == 1)
      expectProven(try await edge.get(path), content)
    }
  }

  @Test func `what is too long to be checked says so, or is refused where that is wanted`()
    async throws
  {
    for refuses in [false, true] {
      try await with(
        .always,
        {
          $0.content.memoryLimit = .mebibytes(4)
          $0.content.verification.unprovable = refuses ? .refuse : .serve
        }
      ) { edge, content, path in
        let response = try await edge.get(path)
        if refuses {
          #expect(response.status == 502)
          #expect(response.text.contains("/problems/content-unprovable"))
        } else {
          #expect(response["X-Floe-Verified"] == "unverified")
          #expect(response.fingerprint == content.fingerprint)
        }
      }
    }
  }

  @Test func `proven content whose slices are evicted and fetched again is still proven`()
    async throws
  {
    try await with(.sampled) { edge, content, path in
      _ = try await edge.get(path)
      expectProven(try await edge.get(path) { $0["X-Floe-Verified"] == "proven" }, content)
      await evictAll(edge)
      let again = try await edge.get(path)
      expectProven(again, content)
      #expect(again["X-Cache"] == "MISS" && edge.upstreamRequestCount == 2)
      #expect(try await metric(edge, "proven") == 1)
      #expect(try await metric(edge, "digest_agreed") == 26)
    }
  }

  @Test func `wrong bytes of what is fetched again are seen by nobody`() async throws {
    try await with(.sampled) { edge, content, path in
      _ = try await edge.get(path)
      expectProven(try await edge.get(path) { $0["X-Floe-Verified"] == "proven" }, content)
      await evictAll(edge)
      for index in 0..<2 { edge.setFaults(on: .aggregator(index)) { $0.wrongBytes = true } }
      // Whoever is asked first: at most two lie.
      for field in [[], ["Range: bytes=200000-299999"]] {
        let response = try await edge.get(path, field)
        expectProven(response, field.isEmpty ? content : Array(content[200_000..<300_000]))
      }
      edge.setFaults { $0.wrongBytes = true }
      await evictAll(edge)
      let lied = try await completed(edge, path)
      #expect(lied.responses.map(\.status) == [502], "the first slice is wrong already")
      edge.network.clearFaults()
      let wrong = try await metric(edge, "wrong")
      #expect((1...3).contains(wrong))
    }
  }

  @Test func `a response breaks off before the first wrong slice`() async throws {
    try await with(.sampled) { edge, content, path in
      _ = try await edge.get(path)
      expectProven(try await edge.get(path) { $0["X-Floe-Verified"] == "proven" }, content)
      await evictAll(edge)
      // The beginning comes from those who are well.
      _ = try await edge.get(path, ["Range: bytes=0-499999"])
      edge.setFaults { $0.wrongBytes = true }
      let exchange = try await completed(edge, path)
      #expect(exchange.responses.isEmpty)
      // Where the connection is reset, some of what was sent may be lost.
      let head = try #require(exchange.rest.firstRange(of: Array("\r\n\r\n".utf8)))
      let body = exchange.rest[head.upperBound...]
      #expect(body.count <= 8 * 65_536)
      #expect(body.elementsEqual(content.prefix(body.count)))
    }
  }
}
