import Bytes
import AddressScreening
import Capabilities
import EdgeTesting
import HTTPServer
import HTTP
import JSON
import Persistence
import ServerTesting
import Settings
import SharedState
import Metering
import TestSupport
import Testing

@testable import Gateway

/// Who is let in by the address it comes from, with real sockets from several loopback addresses.
@Suite struct AddressScenarios {
  private static let (attacker, neighbour, office) = ("127.0.0.66", "127.0.0.67", "127.0.0.5")

  /// Loopback addresses are strangers, and administrators call from 127.0.0.1.
  private static func adjust(_ settings: inout GatewaySettings) {
    settings.addresses.exemptsLoopback = false
    settings.addresses.allow = [AddressBlock("127.0.0.1")].compactMap { $0 }
  }

  private func statuses(
    _ edge: EdgeUnderTest, from source: String, _ target: String, times: Int
  ) async throws -> [Int] {
    let client = try await RawClient.connect(
      port: edge.port, deadline: .seconds(20), source: source)
    defer { client.close() }
    return try await client.statuses(of: EdgeUnderTest.request("GET", target), times: times)
  }

  private func attack(_ edge: EdgeUnderTest, from source: String = attacker) async throws {
    let seen = try await statuses(edge, from: source, "/no-such-route", times: 51)
    #expect(seen.allSatisfy { $0 == 404 })
  }

  private func administrator(_ edge: EdgeUnderTest) async throws -> [String] {
    let session = try await edge.register("root@example.com")
    try await edge.edge.database.execute("UPDATE users SET role = 'administrator'")
    edge.edge.metering.changes.anythingChanged()
    return ["X-API-Key: \(session)"]
  }

  private func until(
    sourceLocation: SourceLocation = #_sourceLocation, _ isSo: () async throws -> Bool
  ) async throws {
    for _ in 0..<2000 {
      if try await isSo() { return }
      try await Task.sleep(for: .milliseconds(5))
    }
    Issue.record("it did not come to that", sourceLocation: sourceLocation)
  }

  @Test func `a page of cached images is no attack; requests that fail are, on both lanes`()
    async throws
  {
    try await EdgeUnderTest.with(Self.adjust) { edge in
      let path = "/cdn/\(try await edge.store(edge.content(1000)))"
      #expect(try await edge.get(path).status == 200)
      for _ in 0..<5 {
        let seen = try await statuses(edge, from: Self.attacker, path, times: 60)
        #expect(seen.allSatisfy { $0 == 200 })
      }
      // A developer who reads the interface.
      let seen = try await statuses(edge, from: Self.attacker, "/openapi.json", times: 100)
      #expect(seen.allSatisfy { $0 == 200 })
      try await attack(edge)
      let client = try await RawClient.connect(
        port: edge.port, deadline: .seconds(20), source: Self.attacker)
      try await client.send(EdgeUnderTest.request("GET", path))
      let cached = try await client.response()
      #expect(cached.status == 403)
      #expect(try ProblemDocument(cached).slug == "address-blocked")
      #expect((290...300).contains(Int(cached["Retry-After"] ?? "") ?? 0))
      #expect(cached["Connection"] == "close")
      #expect(try await client.readToEnd() == [])
      client.close()
      let other = try await edge.send(
        from: Self.attacker, "PUT", "/v1/blobs", body: Array("abc".utf8))
      #expect(other.status == 403)
      #expect(try ProblemDocument(other).slug == "address-blocked")
      #expect((290...300).contains(Int(other["Retry-After"] ?? "") ?? 0))
      #expect(try await edge.send(from: Self.attacker, "HEAD", path).status == 403)
      #expect(try await edge.send(from: Self.neighbour, "GET", path).status == 200)
      let stats = try await edge.get("/api/security/stats")
      #expect(stats.text.contains(#""addressBlocked":3,"addressBanned":1"#), "\(stats.text)")
      #expect(stats.text.contains(#""address":"127.0.0.66","reason":"refusals""#))
      let metrics = try await edge.get("/metrics").text
      #expect(metrics.contains("floe_address_bans 1\n"))
      #expect(metrics.contains("floe_security_events_total{event=\"address_blocked\"} 3\n"))
    }
  }

  @Test func `who guesses passwords is shut out, and who goes far beyond a limit for a day`()
    async throws
  {
    try await EdgeUnderTest.with {
      Self.adjust(&$0)
      $0.limits.anonymousPerMinute = 5
    } _: { edge in
      let path = "/cdn/\(try await edge.store(edge.content(1000)))"
      // Five are answered, twenty refused, and the one after that is too many.
      let seen = try await statuses(edge, from: Self.neighbour, path, times: 26)
      #expect(seen == Array(repeating: 200, count: 5) + Array(repeating: 429, count: 21))
      let banned = try await edge.send(from: Self.neighbour, "GET", path)
      #expect(banned.status == 403)
      #expect((86_000...86_400).contains(Int(banned["Retry-After"] ?? "") ?? 0))
      _ = try await edge.register("ada@example.com")
      var refused = 0
      for number in 0..<12 {
        let answer = try await edge.send(
          from: Self.attacker, "POST", "/users/login", ["Content-Type: application/json"],
          body: Array(#"{"email":"ada@example.com","password":"guess number \#(number)"}"#.utf8))
        if answer.status == 403 { refused += 1 }
      }
      #expect(refused == 1)
      let stats = try await edge.get("/api/security/stats").text
      #expect(!stats.contains(#""loginFailed":0"#))
      #expect(stats.contains(#""limitReached":21"#))
      let root = try await administrator(edge)
      let audit = try await edge.get("/api/audit?action=address.banned", root).text
      #expect(audit.contains("127.0.0.66") && audit.contains("127.0.0.67"))
    }
  }

  @Test func `heads that are late do not: the line may be slow`() async throws {
    try await EdgeUnderTest.with({
      Self.adjust(&$0)
      $0.server.limits.headTimeout = 100
    }) { edge in
      var clients: [RawClient] = []
      for _ in 0..<51 {
        let client = try await RawClient.connect(
          port: edge.port, deadline: .seconds(20), source: Self.attacker)
        try await client.send("GET /health HTTP/1.1\r\nHost:")
        clients.append(client)
      }
      for client in clients {
        #expect(try await client.response().status == 408)
        client.close()
      }
      #expect(try await edge.send(from: Self.attacker, "GET", "/health").status == 200)
    }
  }

  @Test func `bytes that are no request count as well`() async throws {
    try await EdgeUnderTest.with(Self.adjust) { edge in
      for _ in 0..<51 {
        let client = try await RawClient.connect(
          port: edge.port, deadline: .seconds(20), source: Self.attacker)
        try await client.send("nonsense\r\n\r\n")
        #expect(try await client.response().status == 400)
        client.close()
      }
      #expect(try await edge.send(from: Self.attacker, "GET", "/health").status == 403)
    }
  }

  @Test func `a rule made through the interface holds on all loops with the answer`() async throws {
    try await EdgeUnderTest.with(Self.adjust) { edge in
      let root = try await administrator(edge)
      let path = "/cdn/\(try await edge.store(edge.content(1000)))"
      let request = EdgeUnderTest.request("GET", path)
      var clients: [RawClient] = []
      for _ in 0..<12 {
        let client = try await RawClient.connect(
          port: edge.port, deadline: .seconds(20), source: Self.attacker)
        #expect(try await client.statuses(of: request, times: 3) == [200, 200, 200])
        clients.append(client)
      }
      let made = try await edge.post(
        "/api/security/addresses",
        #"{"list":"deny","block":"127.0.0.64/26","reason":"scraping"}"#, root)
      #expect(made.status == 201, "\(made.text)")
      for client in clients {
        #expect(try await client.statuses(of: request, times: 1) == [403])
        client.close()
      }
      let denied = try await edge.send(from: Self.neighbour, "GET", path)
      #expect(denied["Retry-After"] == nil)
      #expect(try await edge.send(from: Self.office, "GET", path).status == 200)
      let id = try #require(EdgeUnderTest.member("id", of: made))
      #expect(try await edge.send("DELETE", "/api/security/addresses/\(id)", root).status == 204)
      #expect(try await edge.send(from: Self.neighbour, "GET", path).status == 200)
      let audit = try await edge.get("/api/audit", root).text
      #expect(audit.contains("address.listed") && audit.contains("address.unlisted"))
    }
  }

  @Test func `new settings change the lists without touching a connection`() async throws {
    let kept = KeptSettings()
    try await EdgeUnderTest.with {
      Self.adjust(&$0)
      kept.settings = $0
    } _: { edge in
      let client = try await RawClient.connect(
        port: edge.port, deadline: .seconds(20), source: Self.office)
      let request = EdgeUnderTest.request("GET", "/health/live")
      #expect(try await client.statuses(of: request, times: 1) == [200])
      var settings = try #require(kept.settings)
      settings.addresses.allowsOnlyListed = true
      await edge.edge.reconfigure(settings)
      #expect(try await edge.send(from: Self.attacker, "GET", "/health/live").status == 403)
      #expect(try await edge.get("/health/live").status == 200)
      settings.addresses.allow.append(try #require(AddressBlock("127.0.0.5")))
      await edge.edge.reconfigure(settings)
      #expect(try await client.statuses(of: request, times: 1) == [200])
      client.close()
    }
  }

  /// The settings of an edge, out of the closure that adjusts them.
  private final class KeptSettings { var settings: GatewaySettings? }

  /// Two edges of one database, and whatever else makes them one.
  private func withTwo(
    parts: EdgeParts, _ adjust: (inout GatewaySettings) -> Void = { _ in },
    _ body: (EdgeUnderTest, EdgeUnderTest) async throws -> Void
  ) async throws {
    let directory = TemporaryDirectory("addresses")
    for round in 0..<2 {
      try await EdgeUnderTest.with(
        {
          Self.adjust(&$0)
          $0.dataDirectory = directory("data")
          adjust(&$0)
        }, parts: parts
      ) { first in
        if round == 1 {
          // The edges of before are gone; this one knows of the ban nevertheless.
          let banned = try await first.send(from: Self.attacker, "GET", "/health/live")
          #expect(banned.status == 403)
          #expect(try await first.send(from: Self.neighbour, "GET", "/health/live").status == 200)
          return
        }
        try await EdgeUnderTest.with(
          {
            Self.adjust(&$0)
            $0.database.url = .file(directory("data/floe.sqlite"))
            adjust(&$0)
          }, parts: parts
        ) { second in try await body(first, second) }
      }
    }
  }

  private func banOnOneIsSeenByTheOther(
    _ first: EdgeUnderTest, _ second: EdgeUnderTest
  ) async throws {
    try await attack(first)
    #expect(try await first.send(from: Self.attacker, "GET", "/health/live").status == 403)
    try await until {
      try await second.send(from: Self.attacker, "GET", "/health/live").status == 403
    }
    let root = try await administrator(second)
    let lifted = try await second.send("DELETE", "/api/security/bans/\(Self.attacker)", root)
    #expect(lifted.status == 204)
    #expect(try await second.send(from: Self.attacker, "GET", "/health/live").status == 200)
    try await until {
      try await first.send(from: Self.attacker, "GET", "/health/live").status == 200
    }
    // And again, for the edge that is started next; it is the first ban, since that was lifted.
    try await attack(second)
    try await until {
      try await first.send(from: Self.attacker, "GET", "/health/live").status == 403
    }
  }

  @Test func `a ban holds on the edge beside it and after a restart, until it is lifted`()
    async throws
  {
    var parts = EdgeParts()
    parts.sharedState = LocalSharedState { SharedTime(seconds: 1_800_000_000) }
    try await withTwo(parts: parts) { try await banOnOneIsSeenByTheOther($0, $1) }
  }

  @Test func `a ban holds on the edge beside it when Redis is between them`() async throws {
    let server = await RedisServer.start()
    try await withTwo(parts: EdgeParts()) {
      $0.sharedState.url = "redis://127.0.0.1:\(server.port)"
      // So that what is seen comes by message.
      $0.addresses.rereadInterval = .seconds(60)
    } _: { first, second in
      for edge in [first, second] {
        try await until {
          try await edge.get("/health").text.contains(#""state":"connected""#)
        }
      }
      try await banOnOneIsSeenByTheOther(first, second)
    }
    await server.kill()
  }
}
