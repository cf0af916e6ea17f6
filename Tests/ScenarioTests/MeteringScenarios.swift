import Capabilities
import EdgeTesting
import Routing
import Glibc
import Locks
import Metering
import TestSupport
import Testing

@testable import Gateway

/// What is stored of usage.
@Suite struct MeteringScenarios {
  /// What was stored of a user, once there is as much as is waited for.
  private static func totals(
    _ stage: MeteredEdge, user: String, requests: Int64
  ) async throws -> UsageCounts {
    var counts = UsageCounts()
    for _ in 0..<500 {
      counts = try await stage.usage.totals(userID: user, from: 0, to: 4_000_000_000)
      if counts.requests >= requests { break }
      await stage.edge.pause(milliseconds: 10)
    }
    return counts
  }

  @Test func `what clients saw is what is stored, to the byte`() async throws {
    try await MeteredEdge.with({ $0.metering.flushInterval = .milliseconds(100) }) { stage in
      stage.credentials.give("a", id: "t1", user: "one")
      stage.credentials.give("b", id: "t2", user: "one")
      stage.credentials.give("c", id: "t3", user: "two")
      var expected: [String: UsageCounts] = [:]
      for (size, secret) in [(1000, "a"), (70_000, "b"), (0, "a"), (300_000, "c")] {
        let path = "/cdn/\(try await stage.edge.store(stage.edge.content(size)))"
        for _ in 0..<7 {
          let response = try await stage.edge.get(path, [MeteredEdge.key(secret)])
          #expect(response.status == 200)
          let isHit = response["X-Cache"] == "HIT"
          expected[secret == "c" ? "two" : "one", default: UsageCounts()] += UsageCounts(
            requests: 1, bytesDown: Int64(response.body.count), hits: isHit ? 1 : 0,
            misses: isHit ? 0 : 1)
        }
      }
      for (user, counts) in expected {
        #expect(
          try await Self.totals(stage, user: user, requests: counts.requests) == counts, "\(user)")
      }
      let first = try await stage.usage.totals(
        userID: "one", tokenID: "t2", from: 0, to: 4_000_000_000)
      #expect(first.requests == 7)
      #expect(first.bytesDown == 490_000)
    }
  }

  @Test func `what was sent is counted as well`() async throws {
    try await MeteredEdge.with({ $0.metering.flushInterval = .milliseconds(100) }) { stage in
      stage.credentials.give("up", id: "t1", user: "one", permissions: .uploadFiles)
      let body = stage.edge.content(5000)
      let response = try await stage.edge.send(
        "PUT", "/v1/blobs?epochs=1", [MeteredEdge.key("up")], body: body)
      #expect(response.status == 200)
      let counts = try await Self.totals(stage, user: "one", requests: 1)
      #expect(counts.bytesUp == 5000)
      #expect(counts.bytesStored == 5000)
      #expect(counts.bytesDown == Int64(response.body.count))
    }
  }

  @Test func `what is used from where is told by country, where that is known`() async throws {
    let directory = TemporaryDirectory("countries")
    var file = CountryFile()
    file.add(ipv4: [127], prefixLength: 8, "AQ")
    let path = directory.write("countries.mmdb", file.bytes)
    try await MeteredEdge.with({
      $0.metering.flushInterval = .milliseconds(100)
      $0.metering.countryDatabase = path
    }) { stage in
      stage.credentials.give("a", id: "t1", user: "one")
      let content = "/cdn/\(try await stage.edge.store(stage.edge.content(1000)))"
      for _ in 0..<3 { _ = try await stage.edge.get(content, [MeteredEdge.key("a")]) }
      _ = try await Self.totals(stage, user: "one", requests: 3)
      let uses = try await stage.usage.countries(userID: "one", from: 0, to: 4_000_000_000)
      let expected = CountryUse(
        country: try #require(CountryCode("AQ")), requests: 3, bytes: 3000)
      #expect(uses == [expected])
      #expect(
        try await stage.usage.countries(
          userID: "one", tokenID: "other", from: 0, to: 4_000_000_000) == [])
    }
    withExtendedLifetime(directory) {}
  }

  @Test func `an edge that stops leaves nothing uncounted`() async throws {
    try await MeteredEdge.with({ $0.metering.flushInterval = .seconds(60) }) { stage in
      stage.credentials.give("a", id: "t1", user: "one")
      let path = "/cdn/\(try await stage.edge.store(stage.edge.content(10)))"
      for _ in 0..<5 { _ = try await stage.edge.get(path, [MeteredEdge.key("a")]) }
      await stage.edge.stop()
      try await stage.withStoredUsage { usage in
        let counts = try await usage.totals(userID: "one", from: 0, to: 4_000_000_000)
        #expect(counts.requests == 5)
        #expect(counts.bytesDown == 50)
      }
    }
  }

  @Test func `a quota goes on where an edge before has left it`() async throws {
    let now = Int64(time(nil))
    try await MeteredEdge.with { stage in
      let row = UsageRow(
        userID: "one", tokenID: "old", minute: now - now % 60, counts: UsageCounts(requests: 98))
      try await stage.usage.save(UsageBatch(id: "before", rows: [row]), at: now)
      stage.credentials.give("a", id: "t1", user: "one", plan: Allowance(requestsPerMonth: 100))
      let path = "/cdn/\(try await stage.edge.store(stage.edge.content(10)))"
      var statuses: [Int] = []
      for _ in 0..<4 {
        statuses.append(try await stage.edge.get(path, [MeteredEdge.key("a")]).status)
      }
      #expect(statuses == [200, 200, 429, 429])
    }
  }

  @Test func `a user is told once when most of a quota is used, and once when all is`()
    async throws
  {
    let trail = RecordedTrail()
    let mailer = RecordedMail()
    var outlets = MeteringOutlets()
    outlets.audit = trail
    outlets.mailer = mailer
    outlets.mailAddress = { user in "\(user)@floe.example" }
    try await MeteredEdge.with(
      { $0.metering.flushInterval = .milliseconds(100) }, outlets: outlets
    ) { stage in
      stage.credentials.give("a", id: "t1", user: "one", plan: Allowance(requestsPerMonth: 10))
      let path = "/cdn/\(try await stage.edge.store(stage.edge.content(10)))"
      for _ in 0..<8 { _ = try await stage.edge.get(path, [MeteredEdge.key("a")]) }
      #expect(await stage.edge.eventually { _ in mailer.subjects.count == 1 })
      for _ in 0..<8 { _ = try await stage.edge.get(path, [MeteredEdge.key("a")]) }
      #expect(await stage.edge.eventually { _ in mailer.subjects.count == 2 })
      await stage.edge.pause(milliseconds: 300)
      #expect(
        mailer.subjects == [
          "80 % of your requests of this month are used",
          "100 % of your requests of this month are used",
        ])
      #expect(trail.actions == ["quota.reached", "quota.reached"])
    }
  }

  @Test func `the usage of a token is shown to its owner alone`() async throws {
    var outlets = MeteringOutlets()
    outlets.owners = FixedOwners(owners: ["t1": "one", "t2": "two"])
    try await MeteredEdge.with(
      { $0.metering.flushInterval = .milliseconds(100) }, outlets: outlets
    ) { stage in
      stage.credentials.give("a", id: "t1", user: "one")
      stage.credentials.signIn("session", user: "one")
      let path = "/cdn/\(try await stage.edge.store(stage.edge.content(10)))"
      for _ in 0..<3 { _ = try await stage.edge.get(path, [MeteredEdge.key("a")]) }
      _ = try await Self.totals(stage, user: "one", requests: 3)
      let session = [MeteredEdge.key("session")]
      let own = try await stage.edge.get("/users/tokens/t1/usage", session)
      #expect(own.status == 200)
      #expect(own.text.contains("\"total\":{\"requests\":3,\"bytesUp\":0,\"bytesDown\":30"))
      #expect(try await stage.edge.get("/users/tokens/t2/usage", session).status == 404)
      #expect(try await stage.edge.get("/users/tokens/t9/usage", session).status == 404)
      #expect(
        try await stage.edge.get("/users/tokens/t1/usage", [MeteredEdge.key("a")]).status == 403)
      #expect(try await stage.edge.get("/users/tokens/t1/usage").status == 401)
      for query in ["resolution=week", "from=5&to=4", "from=x", "resolution=minute&from=0"] {
        let response = try await stage.edge.get("/users/tokens/t1/usage?\(query)", session)
        #expect(response.status == 400, "\(query)")
      }
    }
  }
}

/// Whose tokens are whose, as a test says.
private struct FixedOwners: TokenOwners {
  let owners: [String: String]

  func owner(ofToken tokenID: String) async throws -> String? { owners[tokenID] }
}

/// An audit trail that only remembers.
private final class RecordedTrail: AuditTrail {
  private let entries = Mutex<[AuditEntry]>([])

  var actions: [String] { entries.withLock { $0.map(\.action) } }

  func record(_ entry: AuditEntry) async throws { entries.withLock { $0.append(entry) } }
}

/// A mailer that only remembers.
private final class RecordedMail: Mailer {
  private let messages = Mutex<[MailMessage]>([])

  var subjects: [String] { messages.withLock { $0.map(\.subject) } }

  func send(_ message: MailMessage) async throws { messages.withLock { $0.append(message) } }
}
