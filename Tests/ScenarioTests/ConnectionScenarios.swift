import ContentDelivery
import Devnet
import EdgeTesting
import Gateway
import HTTPServer
import Lifecycle
import TestSupport
import Testing

@Suite struct ConnectionScenarios {
  private static func impatient(_ settings: inout GatewaySettings) {
    settings.server.limits.headTimeout = 400
    settings.server.limits.idleTimeout = 400
    settings.server.limits.bodyStallTimeout = 400
    settings.server.limits.writeStallTimeout = 400
    settings.server.limits.lingerTimeout = 200
  }

  @Test func `who is slow is cut off, each in his own way, and the others are served`()
    async throws
  {
    try await EdgeUnderTest.with(Self.impatient, network: { $0.shardCount = 40 }) { edge in
      let id = try await edge.store(edge.content(6_000_000))
      // Says nothing.
      let silent = try await edge.connect(deadline: .seconds(5))
      // Begins a head, and then again and again a byte of it.
      let dripping = try await edge.connect(deadline: .seconds(5))
      try await dripping.send("GET /health/live HTTP/1.1\r\nX: ")
      // Announces a body and sends a part.
      let hesitant = try await edge.connect(deadline: .seconds(5))
      try await hesitant.send("PUT /v1/blobs HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc")
      // Asks for much and takes nothing.
      let stuffed = try await edge.connect(deadline: .seconds(5), receiveBuffer: 4096)
      try await stuffed.send(EdgeUnderTest.request("GET", "/cdn/\(id)"))

      for _ in 0..<20 {
        do { try await dripping.send("x") } catch { break }
        #expect(try await edge.get("/health/live").status == 200)
        await edge.pause(milliseconds: 60)
      }
      #expect(try await dripping.response().status == 408)
      #expect(await dripping.isClosedByServer())
      #expect(try await silent.readToEnd() == [])
      let refused = try await hesitant.response()
      #expect(refused.status == 408)
      #expect(try ProblemDocument(refused).slug == "content-timed-out")
      #expect(await hesitant.isClosedByServer())
      #expect(await edge.eventually { $0.connections == 0 })
      #expect(try await stuffed.readToEnd().count < 6_000_000)
      #expect(edge.edge.statistics.stalledCount >= 2)
    }
  }

  @Test func `what is in hand is finished when the edge stops`() async throws {
    try await EdgeUnderTest.with({ $0.server.drainTimeout = .seconds(5) }) { edge in
      let content = edge.content(400_000)
      let id = try await edge.store(content)
      let small = try await edge.store(edge.content(1000))
      edge.setFaults {
        $0.trickleBytesPerSecond = 250_000
        $0.target = id
      }
      async let load = withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<8 {
          group.addTask { await Self.askUntilClosed(edge, "/cdn/\(small)") }
        }
        return try await group.reduce(0, +)
      }
      let download = try await edge.connect()
      try await download.send(EdgeUnderTest.request("GET", "/cdn/\(id)"))
      #expect(await edge.eventually { $0.fills == 1 })
      async let report = edge.stop()
      let response = try await download.response()
      #expect(response.fingerprint == content.fingerprint)
      #expect(await report?.isClean == true)
      #expect(try await load > 0)
      await #expect(throws: RawClientFailure.self) { _ = try await edge.connect() }
    }
  }

  /// Whole responses over one connection until the edge ends it; -1 000 000 for a broken one.
  private static func askUntilClosed(_ edge: EdgeUnderTest, _ path: String) async -> Int {
    var count = 0
    guard let client = try? await edge.connect() else { return 0 }
    defer { client.close() }
    while true {
      do {
        try await client.send(EdgeUnderTest.request("GET", path))
        let response = try await client.response()
        guard response.status == 200, response.body.count == 1000 else { return -1_000_000 }
        count += 1
        if response["Connection"] == "close" { return count }
      } catch RawClientFailure.closed(let rest) {
        return rest.isEmpty ? count : -1_000_000
      } catch {
        // The edge had closed before it was asked.
        return count
      }
    }
  }

  @Test func `a fetch that does not end in time is cut off when the edge stops`() async throws {
    try await EdgeUnderTest.with({ $0.server.drainTimeout = .milliseconds(100) }) { edge in
      let id = try await edge.store(edge.content(400_000))
      edge.setFaults { $0.stallAfterBytes = 100_000 }
      let client = try await edge.connect()
      try await client.send(EdgeUnderTest.request("GET", "/cdn/\(id)"))
      _ = try await client.readUntil(count: 50_000)
      await edge.stop()
      #expect(try await client.readToEnd().count < 400_000)
    }
  }

  @Test func `past the bound of connections the next one waits for its turn`() async throws {
    try await EdgeUnderTest.with({
      $0.server.loops = 1
      $0.server.limits.connectionsMax = 3
    }) { edge in
      var clients: [RawClient] = []
      for _ in 0..<5 {
        let client = try await edge.connect()
        try await client.send(EdgeUnderTest.request("GET", "/health/live"))
        clients.append(client)
      }
      for client in clients.prefix(3) { #expect(try await client.response().status == 200) }
      #expect(edge.edge.statistics.openCount == 3)
      for client in clients.prefix(2) { client.close() }
      for client in clients.suffix(2) { #expect(try await client.response().status == 200) }
    }
  }
}
