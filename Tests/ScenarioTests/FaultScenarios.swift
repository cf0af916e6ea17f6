import ContentDelivery
import Devnet
import EdgeTesting
import Gateway
import TestSupport
import Testing
import WalrusUpstream

@Suite struct FaultScenarios {
  private static func impatient(
    _ limit: Duration
  ) -> (inout GatewaySettings) -> Void {
    {
      $0.walrus.attemptTimeout = limit
      $0.walrus.connectTimeout = limit
      $0.walrus.stallTimeout = limit
    }
  }

  @Test(arguments: FaultTable.all)
  func `a fault of all upstreams is told or breaks off, and leaves nothing behind`(
    row: FaultCase
  ) async throws {
    try await EdgeUnderTest.with(Self.impatient(.milliseconds(150))) { edge in
      let content = edge.content(200_000)
      let id = try await edge.store(content)
      let baseline = row.sight == .whole ? try await lastingFields(edge) : []
      let before = await edge.settled()
      edge.network.setFaults(row.faults)
      let exchange = try await edge.exchange(
        EdgeUnderTest.request("GET", "/cdn/\(id)", ["Connection: close"]), endsInput: false)
      switch row.sight {
      case .whole:
        let response = try #require(exchange.responses.first)
        #expect(response.fingerprint == content.fingerprint)
        #expect(response["ETag"] == "\"\(id)\"")
        if !row.faults.chunked {
          #expect(response.lastingFields.map { $0.replacing(id, with: "ID") } == baseline)
        }
      case .problemOrBrokenOff where !exchange.responses.isEmpty:
        #expect(exchange.responses.map(\.status) == [502])
      case .brokenOff, .problemOrBrokenOff:
        #expect(exchange.responses.isEmpty)
        #expect(exchange.rest.starts(with: Array("HTTP/1.1 200 OK\r\n".utf8)))
        #expect(exchange.rest.count < 200_000 + 1000)
      case .problem(let status, let slug):
        let response = try #require(exchange.responses.first)
        #expect(response.status == status)
        let problem = try ProblemDocument(response)
        #expect(problem.slug == slug)
        #expect(problem.source == "upstream")
        #expect(status != 503 || response["Retry-After"] != nil)
        #expect(status == 404 || response["Cache-Control"] == "no-store")
      }
      let after = await edge.settled()
      #expect(after.fills + after.streams + after.exchanges == 0)
      if row.sight != .whole {
        #expect(after.memoryBytes == before.memoryBytes, "nothing of it is kept")
        #expect(after.contents == before.contents)
      }
      edge.network.clearFaults()
      guard row.heals else { return }
      #expect(try await edge.get("/cdn/\(id)").fingerprint == content.fingerprint)
      let hit = try await edge.get("/cdn/\(id)")
      #expect(hit["X-Cache"] == "HIT")
      #expect(hit.fingerprint == content.fingerprint)
      #expect(hit["Content-Length"] == "200000")
    }
  }

  /// The fields of a response without any fault, with its id left out.
  private func lastingFields(_ edge: EdgeUnderTest) async throws -> [String] {
    let id = try await edge.store(edge.content(200_000, seed: 2))
    return try await edge.get("/cdn/\(id)").lastingFields.map { $0.replacing(id, with: "ID") }
  }

  /// What an attempt elsewhere makes good, the client never sees.
  @Test(arguments: FaultTable.all.filter { $0.heals })
  func `a fault of some upstreams is made good by another`(row: FaultCase) async throws {
    try await EdgeUnderTest.with(Self.impatient(.milliseconds(700))) { edge in
      let content = edge.content(200_000)
      let id = try await edge.store(content)
      edge.network.setFaults(row.faults, on: .aggregator(0))
      edge.network.setFaults(row.faults, on: .aggregator(1))
      // A length that is not told, or told wrong, cannot be filled up from elsewhere.
      let mayBreakOff =
        row.sight != .whole && (row.faults.chunked || row.faults.lengthOffset != 0)
      let exchange = try await edge.exchange(
        EdgeUnderTest.request("GET", "/cdn/\(id)", ["Connection: close"]), endsInput: false)
      if let response = exchange.responses.first, response.status == 200 || !mayBreakOff {
        #expect(response.status == 200)
        #expect(response.fingerprint == content.fingerprint)
      } else {
        #expect(mayBreakOff)
      }
    }
  }

  @Test func `that content is missing is believed when two agree`() async throws {
    try await EdgeUnderTest.with {
      $0.content.absentTime = .seconds(60)
    } _: { edge in
      let content = edge.content(100)
      let id = try edge.id(of: content)
      let missing = try await edge.get("/cdn/\(id)")
      #expect(missing.status == 404)
      #expect(missing["Cache-Control"]?.hasPrefix("public, max-age=") == true)
      #expect(try ProblemDocument(missing).slug == "content-not-found")
      #expect(edge.upstreamRequestCount == 2)
      for _ in 0..<5 { #expect(try await edge.get("/cdn/\(id)").status == 404) }
      #expect(try await edge.head("/cdn/\(id)").status == 404)
      #expect(edge.upstreamRequestCount == 2)
      _ = try await edge.store(content)
      #expect(try await edge.get("/cdn/\(id)").status == 404)
    }
  }

  @Test func `that content is missing is forgotten after its time`() async throws {
    try await EdgeUnderTest.with {
      $0.content.absentTime = .seconds(1)
    } _: { edge in
      let content = edge.content(100)
      #expect(try await edge.get("/cdn/\(try edge.id(of: content))").status == 404)
      let id = try await edge.store(content)
      await edge.pause(milliseconds: 1200)
      #expect(try await edge.get("/cdn/\(id)").fingerprint == content.fingerprint)
    }
  }

  @Test func `a 404 right after storing elsewhere passes`() async throws {
    try await EdgeUnderTest.with {
      $0.content.absentTime = .zero
    } _: { edge in
      let content = edge.content(100)
      let id = try await edge.store(content)
      edge.setFaults { $0.notFoundFirst = 1 }
      #expect(try await edge.get("/cdn/\(id)").status == 404)
      #expect(try await edge.get("/cdn/\(id)").fingerprint == content.fingerprint)
    }
  }
}
