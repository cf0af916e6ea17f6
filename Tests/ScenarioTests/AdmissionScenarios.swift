import Bytes
import Capabilities
import EdgeTesting
import Routing
import Metering
import TestSupport
import Testing

@testable import Gateway

/// Who is answered from memory, and how often.
@Suite struct AdmissionScenarios {
  private static let token = MeteredEdge.key("wcdn_reading")

  /// A stored content that is in memory, and its path.
  private static func cached(_ stage: MeteredEdge, size: Int = 1000) async throws -> String {
    let path = "/cdn/\(try await stage.edge.store(stage.edge.content(size)))"
    stage.credentials.give("warm", id: "warm", user: "warm")
    for _ in 0..<8 { _ = try await stage.edge.get(path, [MeteredEdge.key("warm")]) }
    return path
  }

  @Test func `what needs a token is refused without one, also when it is in memory`() async throws {
    try await MeteredEdge.with { stage in
      let path = try await Self.cached(stage)
      stage.credentials.give("wcdn_reading", id: "t1")
      stage.credentials.give("wcdn_writing", id: "t2", permissions: .uploadFiles)
      #expect(try await stage.edge.get(path).status == 401)
      #expect(try await stage.edge.get(path, [MeteredEdge.key("wcdn_unknown")]).status == 401)
      #expect(try await stage.edge.get(path, [MeteredEdge.key("wcdn_writing")]).status == 403)
      #expect(try await stage.edge.get(path, ["Authorization: Basic d2NkbjpyZWFk"]).status == 401)
      for field in [Self.token, "Authorization: Bearer wcdn_reading"] {
        let response = try await stage.edge.get(path, [field])
        #expect(response.status == 200)
        #expect(response["X-Cache"] == "HIT")
      }
    }
  }

  @Test func `a token is looked up once, whichever loop it comes to`()
    async throws
  {
    try await MeteredEdge.with { stage in
      let path = try await Self.cached(stage)
      stage.credentials.give("wcdn_reading", id: "t1")
      let before = stage.credentials.lookupCount
      for _ in 0..<8 {
        let client = try await stage.edge.connect()
        defer { client.close() }
        let statuses = try await client.statuses(
          of: EdgeUnderTest.request("GET", path, [Self.token]), times: 10)
        #expect(statuses.allSatisfy { $0 == 200 })
      }
      #expect(stage.credentials.lookupCount - before == 1)
    }
  }

  @Test func `a token that is taken back is refused on every loop at once`() async throws {
    try await MeteredEdge.with { stage in
      let path = try await Self.cached(stage)
      stage.credentials.give("wcdn_reading", id: "t1")
      // Connections on both loops.
      var clients: [RawClient] = []
      for _ in 0..<8 { clients.append(try await stage.edge.connect()) }
      let request = EdgeUnderTest.request("GET", path, [Self.token])
      for client in clients {
        #expect(try await client.statuses(of: request, times: 3) == [200, 200, 200])
      }
      stage.credentials.takeBack("wcdn_reading")
      #expect(try await clients[0].statuses(of: request, times: 1) == [200], "nobody was told yet")
      stage.edge.edge.metering.changes.credentialChanged(id: "t1")
      for client in clients { #expect(try await client.statuses(of: request, times: 1) == [401]) }
      for client in clients { client.close() }
    }
  }

  @Test func `what a token may is narrowed at once, and so is a user's plan`() async throws {
    try await MeteredEdge.with { stage in
      let path = try await Self.cached(stage)
      let changes = stage.edge.edge.metering.changes
      stage.credentials.give("wcdn_reading", id: "t1")
      #expect(try await stage.edge.get(path, [Self.token]).status == 200)
      stage.credentials.give("wcdn_reading", id: "t1", permissions: .uploadFiles)
      changes.credentialChanged(id: "t1")
      #expect(try await stage.edge.get(path, [Self.token]).status == 403)
      stage.credentials.give("wcdn_reading", id: "t1", plan: Allowance(requestsPerDay: 0))
      changes.userChanged(id: "user-1")
      #expect(try await stage.edge.get(path, [Self.token]).status == 429)
      stage.credentials.give("wcdn_reading", id: "t1")
      changes.anythingChanged()
      #expect(try await stage.edge.get(path, [Self.token]).status == 200)
    }
  }

  @Test func `a token for other addresses is refused, from memory too`() async throws {
    try await MeteredEdge.with { stage in
      let path = try await Self.cached(stage)
      let elsewhere = try #require(AddressBlock("192.0.2.0/24"))
      let here = try #require(AddressBlock("127.0.0.0/8"))
      stage.credentials.give("wcdn_reading", id: "t1", addresses: [elsewhere])
      for _ in 0..<3 { #expect(try await stage.edge.get(path, [Self.token]).status == 401) }
      stage.credentials.give("wcdn_reading", id: "t1", addresses: [elsewhere, here])
      stage.edge.edge.metering.changes.credentialChanged(id: "t1")
      for _ in 0..<3 { #expect(try await stage.edge.get(path, [Self.token]).status == 200) }
    }
  }

  @Test func `1,000 requests at once against a quota of 100 are 100`() async throws {
    try await MeteredEdge.with { stage in
      let path = try await Self.cached(stage)
      stage.credentials.give("wcdn_reading", id: "t1", plan: Allowance(requestsPerDay: 100))
      let request = EdgeUnderTest.request("GET", path, [Self.token])
      var clients: [RawClient] = []
      for _ in 0..<20 { clients.append(try await stage.edge.connect()) }
      let statuses = try await withThrowingTaskGroup(of: [Int].self) { group in
        for client in clients {
          group.addTask { try await client.statuses(of: request, times: 50) }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(statuses.count { $0 == 200 } == 100)
      #expect(statuses.count { $0 == 429 } == 900)
      for client in clients { client.close() }
    }
  }

  @Test func `a reached quota is a problem that says which, and when to come back`() async throws {
    try await MeteredEdge.with { stage in
      let path = try await Self.cached(stage)
      stage.credentials.give(
        "wcdn_reading", id: "t1", plan: Allowance(requestsPerMinute: 1000, requestsPerDay: 3))
      for _ in 0..<3 { #expect(try await stage.edge.get(path, [Self.token]).status == 200) }
      let response = try await stage.edge.get(path, [Self.token])
      #expect(response.status == 429)
      #expect(try ProblemDocument(response).slug == "quota-exceeded")
      #expect(response.text.contains("\"violated-policies\":[\"day\"]"))
      let seconds = try #require(response["Retry-After"].flatMap { Int($0) })
      #expect((1...86_400).contains(seconds))
      #expect(
        response["RateLimit-Policy"] == "\"minute\";q=1000;w=60, \"day\";q=3;w=86400")
      #expect(response["RateLimit"]?.contains("\"day\";r=0;t=\(seconds)") == true)
      #expect(response["X-Quota-Warning"] == "\"day\";used=100")
    }
  }

  @Test func `hits from the loop and answers from a task say the same of limits`() async throws {
    try await MeteredEdge.with { stage in
      let path = try await Self.cached(stage)
      stage.credentials.give(
        "wcdn_reading", id: "t1", plan: Allowance(requestsPerDay: 10, requestsPerMonth: 1000),
        own: Allowance(bytesPerMonth: 1_000_000))
      let client = try await stage.edge.connect()
      defer { client.close() }
      var lines: [String] = []
      for _ in 0..<9 {
        try await client.send(EdgeUnderTest.request("GET", path, [Self.token]))
        let response = try await client.response()
        lines.append(response["RateLimit"] ?? "")
        #expect(
          response["RateLimit-Policy"]?.hasPrefix("\"day\";q=10;w=86400, \"month\";q=1000;w=")
            == true)
        #expect(response.fields.count { $0.name.lowercased() == "ratelimit" } == 1)
      }
      for (index, line) in lines.enumerated() {
        #expect(line.hasPrefix("\"day\";r=\(9 - index);t="), "\(line)")
        #expect(line.contains("\"month\";r=\(999 - index);t="), "\(line)")
        #expect(line.contains("\"token-bandwidth\";r=\(1_000_000 - 1000 * index);t="), "\(line)")
      }
    }
  }

  @Test func `bandwidth that is used up ends at the next request`() async throws {
    try await MeteredEdge.with { stage in
      let path = try await Self.cached(stage, size: 1000)
      stage.credentials.give("wcdn_reading", id: "t1", plan: Allowance(bytesPerMonth: 2500))
      let client = try await stage.edge.connect()
      defer { client.close() }
      let statuses = try await client.statuses(
        of: EdgeUnderTest.request("GET", path, [Self.token]), times: 5)
      #expect(statuses == [200, 200, 200, 429, 429])
    }
  }
}
