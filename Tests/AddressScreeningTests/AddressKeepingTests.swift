import Bytes
import Capabilities
import DomainTesting
import JSON
import Persistence
import SharedState
import Testing

@testable import AddressScreening

/// Two edges, a database and what they tell each other.
@Suite struct AddressKeepingTests {
  private static let migrations = AddressScreeningCapability.migrations

  @Test(arguments: StorageUnderTest.allCases)
  func `a ban survives a restart, and ends when it would have`(storage: StorageUnderTest)
    async throws
  {
    try await storage.with(Self.migrations) { database in
      let time = HandMovedTime()
      let before = RulesUnderTest(database, shared: RulesUnderTest.local(), time: time)
      try await before.running {
        before.attack(from: "192.0.2.1")
        before.attack(from: "2001:db8::1")
        #expect(before.refusal(of: "192.0.2.1") == .banned(until: time.now + 300))
        let store = AddressStore(database)
        let isStored = try await before.eventually {
          try await store.bans(at: time.now, limit: 10).count == 2
        }
        #expect(isStored)
        #expect(await before.eventually { before.trail.actions.count == 2 })
        #expect(before.trail.actions == ["address.banned", "address.banned"])
      }
      let after = RulesUnderTest(database, shared: RulesUnderTest.local(), time: time)
      #expect(after.refusal(of: "192.0.2.1") == nil)
      try await after.running {
        #expect(after.refusal(of: "192.0.2.1") == .banned(until: time.now + 300))
        #expect(after.refusal(of: "2001:db8::77") == .banned(until: time.now + 300))
        time.advance(300)
        #expect(after.refusal(of: "192.0.2.1") == nil)
        after.attack(from: "192.0.2.1")
        #expect(after.refusal(of: "192.0.2.1") == .banned(until: time.now + 600), "it grew")
      }
    }
  }

  @Test(arguments: StorageUnderTest.allCases)
  func `what one edge bans, lists and lifts, the other knows`(storage: StorageUnderTest)
    async throws
  {
    try await storage.withSeveral(2, Self.migrations) { databases in
      let (time, shared) = (HandMovedTime(), RulesUnderTest.local())
      let here = RulesUnderTest(databases[0], shared: shared, time: time)
      let there = RulesUnderTest(databases[1], shared: shared, time: time)
      try await here.running {
        try await there.running {
          here.attack(from: "192.0.2.1")
          #expect(await there.eventually { there.refusal(of: "192.0.2.1") != nil })
          let made = try await there.send(
            "POST", "/api/security/addresses",
            ["list": "deny", "block": "198.51.100.0/24", "reason": "scraping"])
          #expect(made.status == 201)
          #expect(there.refusal(of: "198.51.100.9") == .denied, "before the answer")
          #expect(await here.eventually { here.refusal(of: "198.51.100.9") == .denied })
          #expect(
            try await here.send("DELETE", "/api/security/bans/192.0.2.1").status == 204)
          #expect(here.refusal(of: "192.0.2.1") == nil)
          #expect(await there.eventually { there.refusal(of: "192.0.2.1") == nil })
        }
      }
    }
  }

  @Test func `an edge that nobody tells finds out from the database`() async throws {
    try await StorageUnderTest.sqlite.withSeveral(2, Self.migrations) { databases in
      let time = HandMovedTime()
      let edge = RulesUnderTest(databases[0], shared: RulesUnderTest.local(), time: time)
      let desk = AddressEdits(
        AddressStore(databases[1]), audit: RecordedTrail(), settings: RulesUnderTest.settings())
      try await edge.running {
        let block = AddressBlock("198.51.100.0/24")!
        let rule = try await desk.list(
          block, in: .deny, reason: "x", expiresAt: nil, by: .command, at: time.now)
        #expect(
          try await desk.ban("192.0.2.1", seconds: 60, note: "y", by: .command, at: time.now)
            != nil)
        #expect(edge.refusal(of: "198.51.100.1") == nil, "it was not looked yet")
        time.advance(2)
        await edge.keeping.tick()
        #expect(edge.refusal(of: "198.51.100.1") == .denied)
        #expect(edge.refusal(of: "192.0.2.1") == .banned(until: time.now + 58))
        #expect(try await desk.unban("192.0.2.1", by: .command, at: time.now) == true)
        #expect(try await desk.unlist(rule.id, by: .command, at: time.now) != nil)
        time.advance(2)
        await edge.keeping.tick()
        #expect(edge.refusal(of: "198.51.100.1") == nil)
        #expect(edge.refusal(of: "192.0.2.1") == nil)
      }
    }
  }

  @Test func `edges without shared state know each other's bans by the database`() async throws {
    try await StorageUnderTest.sqlite.withSeveral(2, Self.migrations) { databases in
      let time = HandMovedTime()
      let edges = databases.map {
        RulesUnderTest($0, shared: RulesUnderTest.local(), time: time)
      }
      for edge in edges { try await edge.keeping.reread() }
      edges[0].attack(from: "192.0.2.1")
      await edges[0].keeping.tick()
      time.advance(2)
      await edges[1].keeping.tick()
      #expect(edges[1].refusal(of: "192.0.2.1") == .banned(until: time.now + 298))
    }
  }

  @Test func `a rule ends in time`() async throws {
    try await StorageUnderTest.sqlite.with(Self.migrations) { database in
      let edge = RulesUnderTest(database, shared: RulesUnderTest.local())
      let end = Timestamp(seconds: edge.time.now + 60).text
      _ = try await edge.send(
        "POST", "/api/security/addresses",
        ["list": "deny", "block": "192.0.2.1", "reason": "x", "expiresAt": .string(end)])
      #expect(edge.refusal(of: "192.0.2.1") == .denied)
      edge.time.advance(60)
      await edge.keeping.tick()
      #expect(edge.refusal(of: "192.0.2.1") == nil)
    }
  }

  @Test func `a ban holds while it cannot be stored, and is stored later`() async throws {
    try await StorageUnderTest.sqlite.with([]) { database in
      let edge = RulesUnderTest(database, shared: RulesUnderTest.local())
      edge.attack(from: "192.0.2.1")
      await edge.keeping.tick()
      #expect(edge.rules.untoldCount == 1, "there is no table to store it in")
      #expect(edge.refusal(of: "192.0.2.1") != nil)
      try await Migrator(database: database, migrations: Self.migrations, now: { 0 }).run()
      edge.time.advance(5)
      await edge.keeping.tick()
      #expect(edge.rules.untoldCount == 0)
      #expect(try await AddressStore(database).bans(at: edge.time.now, limit: 9).count == 1)
    }
  }

  @Test(arguments: [
    "", "rules x", "ban", "ban zz 1 0 1 refusals", "ban 1 0 1 1 refusals",
    "ban 1 2 1 0 refusals", "ban 1 2 1 1 other", "ban 1 99999999999999 1 1 refusals", "lift",
    "lift -", "lift 1 2",
  ])
  func `news of another form is no news`(line: String) { #expect(AddressNews(line) == nil) }

  @Test func `news is read as it was written`() {
    let ban = AddressBan(
      key: AddressKey("2001:db8::1")!, reason: .limits, bannedAt: 5, until: 77, level: 3, note: "")
    for news: AddressNews in [.rules, .banned(ban), .lifted(ban.key)] {
      #expect(AddressNews(news.line) == news)
    }
  }
}
