import Bytes
import Devnet
import EdgeTesting
import Gateway
import HTTPServer
import JSON
import Metering
import TestSupport
import Testing

/// What operators see of connections, and which requests are slow.
@Suite struct ConnectionStatisticsScenarios {
  private static func stats(
    _ edge: EdgeUnderTest, until isDone: (String) -> Bool = { _ in true }
  ) async throws -> String {
    let response = try await edge.get("/api/connections/stats") { isDone($0.text) }
    #expect(response.status == 200)
    #expect(response["Content-Type"] == "application/json")
    _ = try JSONReader.read(response.body)
    return response.text
  }

  @Test func `connections are told by number, reason and address`() async throws {
    try await EdgeUnderTest.with({
      $0.server.limits.exemptAddresses = AddressBlocks()
      $0.server.limits.connectionsPerAddressMax = 3
    }) { edge in
      var clients: [RawClient] = []
      for expected in [200, 200, 429] {
        let client = try await edge.connect()
        try await client.send(EdgeUnderTest.request("GET", "/health/live"))
        #expect(try await client.response().status == (expected == 429 ? 200 : expected))
        clients.append(client)
      }
      let more = try await edge.connect()
      #expect(try await more.response().status == 429)
      clients[0].close()
      let text = try await Self.stats(edge) { $0.contains("\"active\":3") }
      for part in [
        "\"queued\":0", "\"waits\":{\"count\":0,\"averageMilliseconds\":0,\"maxMilliseconds\":0}",
        "\"address_limit\":1", "\"queue_full\":0", "\"closedByAge\":0", "\"slowRequests\":0",
        "\"limits\":{\"connections\":1000,\"perAddress\":3,\"queue\":512}",
        "{\"address\":\"127.0.0.1\",\"connections\":3}",
      ] {
        #expect(text.contains(part), "\(part) in \(text)")
      }
      let scrape = try await edge.get("/metrics") { $0.status == 200 }.text
      // Asking again may have been refused as well.
      let refused = "floe_http_refused_connections_total{reason=\"address_limit\"} "
      #expect(scrape.contains(refused) && !scrape.contains("\(refused)0\n"))
      #expect(scrape.contains("floe_http_connections_active 3\n"))
      let own = scrape.split(separator: "\n").filter { $0.hasPrefix("floe_http_") }
      #expect(own.allSatisfy { !$0.contains("127.0.0.1") })
      // The connection of the request before may be there still, so that this one is one too many.
      for (limit, status) in [(0, 400), (101, 400), (1, 200)] {
        let path = "/api/connections/stats?limit=\(limit)"
        #expect(try await edge.get(path) { $0.status != 429 }.status == status)
      }
    }
  }

  @Test func `a wait for a place is counted and timed`() async throws {
    try await EdgeUnderTest.with({ $0.server.limits.connectionsMax = 1 }) { edge in
      let first = try await edge.connect()
      try await first.send(EdgeUnderTest.request("GET", "/health/live"))
      #expect(try await first.response().status == 200)
      let second = try await edge.connect()
      try await second.send(EdgeUnderTest.request("GET", "/api/connections/stats"))
      try await first.send(EdgeUnderTest.request("GET", "/api/connections/stats"))
      let busy = try await first.response().text
      #expect(busy.contains("\"active\":1"))
      first.close()
      let text = try await second.response().text
      #expect(text.contains("\"waits\":{\"count\":1,"))
      #expect(text.contains("\"active\":1,\"queued\":0"))
      second.close()
    }
  }

  @Test func `a request whose response begins late is counted and logged`() async throws {
    try await EdgeUnderTest.with({
      $0.server.loops = 1
      $0.server.slowRequestThreshold = .milliseconds(100)
    }) { edge in
      var ids: [String] = []
      for seed in 1...3 as ClosedRange<UInt64> {
        ids.append(try await edge.store(edge.content(100, seed: seed)))
      }
      edge.setFaults { $0.latencyMilliseconds = 150 }
      // Stored contents are in memory; others have to be fetched.
      let missing = try (10...12).map { try edge.id(of: edge.content(100, seed: $0)) }
      await withTaskGroup(of: Void.self) { group in
        for id in missing { group.addTask { _ = try? await edge.get("/cdn/\(id)") } }
      }
      for id in ids { #expect(try await edge.get("/cdn/\(id)").status == 200) }
      // On a busy machine others may be slow too.
      func count(_ text: String) -> Int {
        let rest = text.split(separator: "\"slowRequests\":").last ?? ""
        return Int(rest.prefix { $0.isNumber }) ?? 0
      }
      let text = try await Self.stats(edge) { count($0) >= 3 }
      #expect(count(text) >= 3)
      #expect(edge.warnings.contains { $0.hasPrefix("A request was slow: ") })
    }
  }

  @Test func `behind a trusted proxy limits and the log are the client's`() async throws {
    try await EdgeUnderTest.with({
      $0.server.limits.trustedProxies = AddressBlocks(
        ["127.0.0.0/8"].compactMap { AddressBlock($0) })
      $0.limits.anonymousPerMinute = 2
    }) { edge in
      let id = try await edge.store(edge.content(100))
      func get(_ fields: String...) async throws -> Int {
        try await edge.get("/cdn/\(id)", fields).status
      }
      for _ in 0..<2 { #expect(try await get("X-Forwarded-For: 192.0.2.1") == 200) }
      #expect(try await get("X-Forwarded-For: 192.0.2.1") == 429)
      // What the client itself writes in front changes nothing.
      #expect(try await get("X-Forwarded-For: 203.0.113.1, 192.0.2.1") == 429)
      #expect(try await get("X-Forwarded-For: 192.0.2.2") == 200)
      #expect(try await get("Forwarded: for=192.0.2.3") == 200)
    }
  }
}
