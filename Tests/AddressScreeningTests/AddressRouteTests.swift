import Bytes
import Capabilities
import DomainTesting
import HTTP
import JSON
import Routing
import Testing

@testable import AddressScreening

/// The routes of administrators.
@Suite struct AddressRouteTests {
  private func with(_ body: (RulesUnderTest) async throws -> Void) async throws {
    try await StorageUnderTest.sqlite.with(AddressScreeningCapability.migrations) { database in
      try await body(RulesUnderTest(database, shared: RulesUnderTest.local()))
    }
  }

  private func deny(_ block: JSONValue) -> JSONValue {
    ["list": "deny", "block": block, "reason": "scraping"]
  }

  @Test func `a rule is made, listed, replaced and removed, and each is recorded`() async throws {
    try await with { edge in
      let made = try await edge.send("POST", "/api/security/addresses", deny("198.51.100.0/24"))
      #expect(made.status == 201)
      #expect(made.document["createdBy"].string == "usr_admin")
      #expect(edge.refusal(of: "198.51.100.7") == .denied)
      let other = try await edge.send(
        "POST", "/api/security/addresses",
        ["list": "allow", "block": "198.51.100.0/24", "reason": "a customer"])
      #expect(edge.refusal(of: "198.51.100.7") == nil)
      let list = try await edge.send("GET", "/api/security/addresses")
      #expect(list.document["rules"].array.map { $0["list"].string } == ["allow"])
      let id = try #require(other.document["id"].string)
      #expect(try await edge.send("DELETE", "/api/security/addresses/\(id)").status == 204)
      #expect(try await edge.send("DELETE", "/api/security/addresses/\(id)").status == 404)
      #expect(try await edge.send("DELETE", "/api/security/addresses/x").status == 404)
      #expect(
        edge.trail.actions == ["address.listed", "address.listed", "address.unlisted"])
    }
  }

  @Test func `what cannot be recorded does not happen`() async throws {
    try await with { edge in
      edge.trail.fill()
      let listed = try await edge.send("POST", "/api/security/addresses", deny("198.51.100.1"))
      let banned = try await edge.send(
        "POST", "/api/security/bans", ["address": "198.51.100.1", "seconds": 5, "reason": "x"])
      #expect([listed.status, banned.status] == [500, 500])
      #expect(edge.refusal(of: "198.51.100.1") == nil)
    }
  }

  @Test func `who asks cannot shut itself out`() async throws {
    try await with { edge in
      // The address of the requests of a bench.
      let listed = try await edge.send("POST", "/api/security/addresses", deny("0.0.0.0/0"))
      let own = try await edge.send("POST", "/api/security/addresses", deny("::/0"))
      #expect([listed.status, own.status].sorted() == [201, 422])
    }
  }

  private static let malformed: [(document: JSONValue, pointer: String)] = [
    (["list": "deny", "block": "192.0.2.1/24", "reason": "x"], "/block"),
    (["list": "deny", "block": 5, "reason": "x"], "/block"),
    (["list": "maybe", "block": "192.0.2.1", "reason": "x"], "/list"),
    (["block": "192.0.2.1", "reason": "x"], "/list"),
    (["list": "deny", "block": "192.0.2.1"], "/reason"),
    (["list": "deny", "block": "192.0.2.1", "reason": "a\nb"], "/reason"),
    (
      ["list": "deny", "block": "192.0.2.1", "reason": "x", "expiresAt": "2001-01-01T00:00:00Z"],
      "/expiresAt"
    ),
    (["list": "deny", "block": "192.0.2.1", "reason": "x", "more": 1], "/more"),
  ]

  @Test func `what is wrong with a rule is said`() async throws {
    try await with { edge in
      for (document, pointer) in Self.malformed {
        let answer = try await edge.send("POST", "/api/security/addresses", document)
        #expect(answer.status == 422)
        #expect(answer.pointers == [pointer])
      }
      #expect(edge.trail.actions == [])
    }
  }

  @Test func `an address is banned and unbanned by hand, unless it is allowed`() async throws {
    try await with { edge in
      let ban: JSONValue = ["address": "198.51.100.1", "seconds": 60, "reason": "noise"]
      #expect(try await edge.send("POST", "/api/security/bans", ban).status == 201)
      #expect(edge.refusal(of: "198.51.100.1") == .banned(until: edge.time.now + 60))
      edge.rules.noteRefusal(of: PeerAddress(parsing: "198.51.100.1")!)
      let list = try await edge.send("GET", "/api/security/bans")
      #expect(list.document["count"].integer == 1)
      #expect(list.document["bans"][0]["address"].string == "198.51.100.1")
      #expect(list.document["bans"][0]["note"].string == "noise")
      #expect(list.document["bans"][0]["secondsLeft"].integer == 60)
      #expect(list.document["bans"][0]["refusedRequests"].integer == 1)
      #expect(try await edge.send("DELETE", "/api/security/bans/198.51.100.1").status == 204)
      #expect(edge.refusal(of: "198.51.100.1") == nil)
      #expect(
        try await edge.send("DELETE", "/api/security/bans/198.51.100.1").problem == "no-such-ban")
      _ = try await edge.send(
        "POST", "/api/security/addresses",
        ["list": "allow", "block": "198.51.100.0/24", "reason": "x"])
      #expect(try await edge.send("POST", "/api/security/bans", ban).problem == "address-allowed")
      for address in ["x", "::1", "198.51.100.0/24"] {
        #expect(
          try await edge.send(
            "POST", "/api/security/bans",
            ["address": .string(address), "seconds": 60, "reason": "x"]
          ).status == 422)
      }
    }
  }

  @Test func `there is room for so many rules and no more`() async throws {
    var settings = RulesUnderTest.settings()
    settings.rulesMax = 10
    try await StorageUnderTest.sqlite.with(AddressScreeningCapability.migrations) { database in
      let edge = RulesUnderTest(
        database, shared: RulesUnderTest.local(), settings: settings)
      for number in 0..<10 {
        #expect(
          try await edge.send(
            "POST", "/api/security/addresses", deny(.string("198.51.100.\(number)"))
          ).status == 201)
      }
      let more = try await edge.send("POST", "/api/security/addresses", deny("198.51.100.99"))
      #expect(more.problem == "too-many-address-rules")
      #expect(
        try await edge.send("POST", "/api/security/addresses", deny("198.51.100.9")).status == 201,
        "it takes the place of one")
    }
  }

  @Test func `the numbers name who is shut out, and what happened`() async throws {
    try await with { edge in
      edge.attack(from: "192.0.2.1")
      edge.rules.counts.note(.loginFailed)
      let stats = try await edge.send("GET", "/api/security/stats?limit=5").document
      #expect(stats["events"]["addressBanned"].integer == 1)
      #expect(stats["events"]["loginFailed"].integer == 1)
      #expect(stats["events"]["csrfRefused"].integer == 0)
      #expect(stats["blockedAddressCount"].integer == 1)
      #expect(stats["blockedAddresses"][0]["reason"].string == "refusals")
    }
  }

  @Test func `only administrators see and change any of it`() async throws {
    let user = Caller(
      .session, userID: "usr_1", credentialID: "ses_2",
      permissions: [.readCDN, .viewAnalytics, .manageCache])
    try await with { edge in
      for route in edge.capability.routes {
        let path = route.template.text.replacing("{ruleId}", with: "x")
          .replacing("{address}", with: "192.0.2.1")
        let method = "\(route.method.name)"
        let answer = try await edge.send(method, path, caller: user)
        #expect(answer.status == 403, "\(path)")
      }
    }
  }
}
