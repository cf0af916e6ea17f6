import ContentDelivery
import Devnet
import EdgeTesting
import Gateway
import Settings
import TestSupport
import Testing

/// Content of IPFS through a whole edge, in front of two local gateways.
@Suite struct IPFSScenarios {
  private static let immutable = "public, max-age=31536000, immutable"
  private static let unproven = "public, max-age=86400"

  private func with(
    _ adjust: (inout GatewaySettings) -> Void = { _ in },
    _ body: (EdgeUnderTest) async throws -> Void
  ) async throws {
    try await EdgeUnderTest.with(adjust, network: { $0.ipfsPorts = [0, 0] }, body)
  }

  private func requestCount(_ edge: EdgeUnderTest) -> Int {
    (0..<2).reduce(0) { $0 + edge.network.requests(to: .gateway($1)).total }
  }

  private func setFaults(
    on gateways: [Int] = [0, 1], of edge: EdgeUnderTest, _ adjust: (inout Faults) -> Void
  ) {
    var faults = Faults()
    adjust(&faults)
    for gateway in gateways { edge.network.setFaults(faults, on: .gateway(gateway)) }
  }

  @Test(arguments: [BlockForm.raw, .dagPB], [0, 1000, 200_000])
  func `what lies in one block is proven, and then a hit under all its names`(
    form: BlockForm, size: Int
  ) async throws {
    try await with { edge in
      let content = edge.content(size)
      let cid = try edge.network.addToIPFS(content, form: form)
      let miss = try await edge.get("/cdn/\(cid)")
      #expect(miss.status == 200)
      #expect(miss.fingerprint == content.fingerprint)
      #expect(miss["X-Cache"] == "MISS")
      #expect(miss["Cache-Control"] == Self.immutable)
      #expect(miss["ETag"] == "\"\(cid)\"")
      for path in ["/cdn/\(cid)", "/ipfs/\(cid)", "/ipfs/\(cid.uppercased())"] {
        let hit = try await edge.get(path)
        #expect(hit["X-Cache"] == "HIT")
        #expect(hit.fingerprint == content.fingerprint)
        #expect(hit.lastingFields == miss.lastingFields)
      }
      let same = try await edge.get("/cdn/\(cid)", ["If-None-Match: \"\(cid)\""])
      #expect(same.status == 304)
      #expect(requestCount(edge) == 1)
    }
  }

  @Test func `a file in many blocks is served, and not called immutable`() async throws {
    try await with { edge in
      let content = edge.content(900_000)
      let cid = try edge.network.addToIPFS(content)
      let miss = try await edge.get("/ipfs/\(cid)")
      #expect(miss.fingerprint == content.fingerprint)
      #expect(miss["Cache-Control"] == Self.unproven)
      let hit = try await edge.get("/cdn/\(cid)")
      #expect(hit["X-Cache"] == "HIT")
      #expect(hit.lastingFields == miss.lastingFields)
    }
  }

  @Test func `wrong bytes of one gateway are made good by the other, unseen`() async throws {
    try await with { edge in
      setFaults(on: [0], of: edge) { $0.wrongBytes = true }
      for size in [100, 5000, 100_000, 900_000] {
        let content = edge.content(size)
        let cid = try edge.network.addToIPFS(content)
        let response = try await edge.get("/cdn/\(cid)")
        #expect(response.status == 200)
        guard size < 900_000 else { continue }
        // What a gateway puts together cannot be proven here, so its bytes may be the wrong ones.
        #expect(response.fingerprint == content.fingerprint)
        #expect(response["Cache-Control"] == Self.immutable)
      }
    }
  }

  @Test func `wrong bytes of all gateways are a problem, and nothing is kept`() async throws {
    try await with { edge in
      let content = edge.content(5000)
      let cid = try edge.network.addToIPFS(content)
      setFaults(of: edge) { $0.wrongBytes = true }
      let before = await edge.settled()
      let response = try await edge.get("/cdn/\(cid)")
      #expect(response.status == 502)
      let problem = try ProblemDocument(response)
      #expect(problem.slug == "origin-broken")
      #expect(problem.attempts == 2)
      #expect(problem.detail?.contains("not what the id names") == true)
      let after = await edge.settled()
      #expect(after.contents == before.contents && after.memoryBytes == before.memoryBytes)
      let metrics = try await edge.get("/metrics").text
      #expect(metrics.contains("floe_ipfs_blocks_total{outcome=\"mismatched\"} 2"))
      edge.network.clearFaults()
      #expect(try await edge.get("/cdn/\(cid)").fingerprint == content.fingerprint)
    }
  }

  @Test func `ranges and HEAD see the whole content`() async throws {
    try await with { edge in
      for (size, control) in [(100_000, Self.immutable), (900_000, Self.unproven)] {
        let content = edge.content(size)
        let cid = try edge.network.addToIPFS(content)
        for _ in 0..<2 {
          let head = try await edge.head("/cdn/\(cid)")
          #expect(head.status == 200)
          #expect(head["Content-Length"] == "\(size)")
          #expect(head["Cache-Control"] == control)
        }
        let part = try await edge.get("/cdn/\(cid)", ["Range: bytes=1000-1999"])
        #expect(part.status == 206)
        #expect(part.fingerprint == content[1000...1999].fingerprint)
        #expect(part["Content-Range"] == "bytes 1000-1999/\(size)")
        #expect(await edge.eventually { $0.fills == 0 }, "what was begun is whole")
        let end = try await edge.get("/ipfs/\(cid)", ["Range: bytes=-10"])
        #expect(end["X-Cache"] == "HIT")
        #expect(end.fingerprint == content.suffix(10).fingerprint)
        let beyond = try await edge.get("/ipfs/\(cid)", ["Range: bytes=\(size)-"])
        #expect(beyond.status == 416)
      }
    }
  }

  @Test func `an identity CID is answered from itself`() async throws {
    try await with { edge in
      let response = try await edge.get("/cdn/f0155000568656c6c6f")
      #expect(response.status == 200)
      #expect(response.text == "hello")
      #expect(response["Cache-Control"] == Self.immutable)
      #expect(response["ETag"] == "\"bafkqablimvwgy3y\"")
      #expect(try await edge.get("/ipfs/bafkqablimvwgy3y")["X-Cache"] == "HIT")
      #expect(try await edge.head("/ipfs/bafkqaaa")["Content-Length"] == "0")
      #expect(requestCount(edge) == 0)
    }
  }

  @Test func `content too long to be kept passes through`() async throws {
    try await with {
      $0.content.objectMax = .kibibytes(64)
    } _: { edge in
      for size in [200_000, 900_000] {
        let content = edge.content(size)
        let cid = try edge.network.addToIPFS(content)
        for _ in 0..<2 {
          let response = try await edge.get("/cdn/\(cid)")
          #expect(response.fingerprint == content.fingerprint)
        }
        let part = try await edge.get("/cdn/\(cid)", ["Range: bytes=100000-150000"])
        #expect(part.status == 206)
        #expect(part.fingerprint == content[100_000...150_000].fingerprint)
      }
    }
  }

  @Test func `one hundred requests for one CID fetch its block once`() async throws {
    try await with { edge in
      let content = edge.content(100_000)
      let cid = try edge.network.addToIPFS(content)
      setFaults(of: edge) { $0.latencyMilliseconds = 200 }
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for _ in 0..<50 {
          for prefix in ["cdn", "ipfs"] {
            group.addTask {
              try await edge.get("/\(prefix)/\(cid)").fingerprint == content.fingerprint
            }
          }
        }
        for try await isRight in group { #expect(isRight) }
      }
      #expect(requestCount(edge) == 1)
    }
  }

  static let statuses: [(Int, Int, String)] = [
    (404, 404, "content-not-found"), (451, 451, "content-blocked"),
    (500, 502, "origin-unavailable"),
    (429, 503, "origin-overloaded"), (504, 504, "origin-timeout"), (410, 502, "origin-unavailable"),
  ]

  @Test(arguments: statuses)
  func `what all gateways say is told`(status: Int, expected: Int, slug: String) async throws {
    try await with { edge in
      let cid = try edge.network.addToIPFS(edge.content(100))
      setFaults(of: edge) { $0.status = status }
      let response = try await edge.get("/cdn/\(cid)")
      #expect(response.status == expected)
      #expect(try ProblemDocument(response).slug == slug)
      #expect(requestCount(edge) == (status == 451 ? 1 : 2))
    }
  }

  @Test func `directories, and paths inside them, are said not to be served`() async throws {
    try await with { edge in
      let cid = try edge.network.addToIPFS([0x0a, 2, 8, 1], form: .node)
      for _ in 0..<2 {
        let directory = try await edge.get("/cdn/\(cid)")
        #expect(directory.status == 501)
        #expect(try ProblemDocument(directory).slug == "content-unsupported")
      }
      #expect(requestCount(edge) == 1)
      for path in ["/ipfs/\(cid)/a", "/ipfs/\(cid)/a/b.txt", "/cdn/\(cid)/a", "/cdn/\(cid)/a/b"] {
        let inside = try await edge.get(path)
        #expect(inside.status == 501)
        #expect(try ProblemDocument(inside).slug == "path-inside-cid")
      }
      #expect(requestCount(edge) == 1)
    }
  }

  @Test func `where IPFS is off a CID is said not to be served`() async throws {
    try await EdgeUnderTest.with { edge in
      let response = try await edge.get("/ipfs/bafkqaaa")
      #expect(response.status == 501)
      #expect(try ProblemDocument(response).slug == "content-unsupported")
    }
  }
}
