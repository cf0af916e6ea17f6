import Capabilities
import DomainTesting
import JSON
import Persistence
import Testing

@testable import Audit

/// What was written stays as it was, or it shows.
@Suite struct AuditChainTests {
  private func entry(_ number: Int) -> AuditEntry {
    AuditEntry(
      "token.created", actorID: "usr_1", subjectID: "tok_\(number)", address: "192.0.2.5",
      requestID: "request-\(number)", happenedAt: 1000 + Int64(number),
      details: [.init("name", .string("number \(number)"))])
  }

  private func filled(
    _ storage: StorageUnderTest, _ change: SQL, _ expected: AuditBreak
  ) async throws {
    try await storage.with(AuditCapability.migrations) { database in
      let trail = DatabaseAuditTrail(database, waitersMax: 100)
      for number in 1...10 { try await trail.record(entry(number)) }
      let whole = try await AuditVerification.run(on: database)
      #expect(whole.firstBreak == nil)
      #expect(whole.verifiedCount == 10)
      try await database.execute(change)
      #expect(try await AuditVerification.run(on: database).firstBreak == expected)
    }
  }

  @Test(arguments: StorageUnderTest.allCases)
  func `a removed entry shows`(storage: StorageUnderTest) async throws {
    try await filled(
      storage, "DELETE FROM audit_entries WHERE number = 4", .removed(number: 4))
  }

  @Test(arguments: StorageUnderTest.allCases)
  func `a changed entry shows`(storage: StorageUnderTest) async throws {
    try await filled(
      storage, "UPDATE audit_entries SET actor_id = 'usr_2' WHERE number = 4",
      .changed(number: 4))
  }

  @Test(
    arguments: [
      "happened_at = 1", "action = 'x'", "subject_id = 'x'", "address = 'x'", "request_id = 'x'",
      "details = '{}'",
    ] as [SQL])
  func `every member of an entry is under the hash`(member: SQL) async throws {
    try await filled(
      .sqlite, "UPDATE audit_entries SET \(member) WHERE number = 7", .changed(number: 7))
  }

  @Test(arguments: StorageUnderTest.allCases)
  func `two entries that changed places show`(storage: StorageUnderTest) async throws {
    try await filled(
      storage,
      """
      UPDATE audit_entries SET number = CASE WHEN number = 3 THEN 106 WHEN number = 6 THEN 103
        ELSE number + 100 END
      """, .truncated(last: 0, head: 10))
    try await storage.with(AuditCapability.migrations) { database in
      let trail = DatabaseAuditTrail(database, waitersMax: 100)
      for number in 1...10 { try await trail.record(entry(number)) }
      try await database.execute("UPDATE audit_entries SET number = 100 WHERE number = 3")
      try await database.execute("UPDATE audit_entries SET number = 3 WHERE number = 6")
      try await database.execute("UPDATE audit_entries SET number = 6 WHERE number = 100")
      let found = try await AuditVerification.run(on: database)
      #expect(found.firstBreak == .outOfPlace(number: 3))
      #expect(found.verifiedCount == 2)
    }
  }

  @Test(arguments: StorageUnderTest.allCases)
  func `entries that are missing at the end show`(storage: StorageUnderTest) async throws {
    try await filled(
      storage, "DELETE FROM audit_entries WHERE number > 8", .truncated(last: 8, head: 10))
  }

  @Test func `a head that was set back shows, with the entries or by a copy kept elsewhere`()
    async throws
  {
    try await StorageUnderTest.sqlite.with(AuditCapability.migrations) { database in
      let trail = DatabaseAuditTrail(database, waitersMax: 100)
      for number in 1...10 { try await trail.record(entry(number)) }
      let noted = try await AuditHead.noted(in: database)
      let kept = try #require(AuditHead(noted.text))
      let eighth = try await database.first("SELECT hash FROM audit_entries WHERE number = 8")
      let hash: String = try #require(eighth).value(at: 0)
      try await database.execute("UPDATE audit_head SET number = 8, hash = \(hash)")
      #expect(
        try await AuditVerification.run(on: database).firstBreak == .headChanged(number: 8))
      try await database.execute("DELETE FROM audit_entries WHERE number > 8")
      #expect(try await AuditVerification.run(on: database).firstBreak == nil)
      #expect(
        try await AuditVerification.run(on: database, expecting: kept).firstBreak
          == .truncated(last: 8, head: 10))
      let wrong = AuditHead(number: 5, hash: kept.hash)
      #expect(
        try await AuditVerification.run(on: database, expecting: wrong).firstBreak
          == .notExpected(number: 5))
    }
  }

  @Test(arguments: StorageUnderTest.allCases)
  func `fifty at once, on two edges, make one chain`(storage: StorageUnderTest) async throws {
    try await storage.withSeveral(2, AuditCapability.migrations) { databases in
      let trails = databases.map { DatabaseAuditTrail($0, waitersMax: 1000) }
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...50 {
          group.addTask { [entry = entry(number)] in
            try await trails[number % 2].record(entry)
          }
        }
        try await group.waitForAll()
      }
      let found = try await AuditVerification.run(on: databases[0])
      #expect(found.firstBreak == nil)
      #expect(found.verifiedCount == 50)
      let subjects = try await databases[0].query("SELECT DISTINCT subject_id FROM audit_entries")
      #expect(subjects.count == 50)
    }
  }

  @Test func `a text that no database keeps does not stop what waits beside it`() async throws {
    try await StorageUnderTest.sqlite.with(AuditCapability.migrations) { database in
      let trail = DatabaseAuditTrail(database, waitersMax: 100)
      try await trail.record(AuditEntry("login.failed", actorID: "a\u{0}b", happenedAt: 1))
      try await trail.record(
        AuditEntry(
          "login.failed", subjectID: String(repeating: "é", count: 600), happenedAt: 2))
      let found = try await AuditVerification.run(on: database)
      #expect(found.firstBreak == nil)
      #expect(found.verifiedCount == 2)
      await #expect(throws: DatabaseFailure.self) {
        try await trail.record(
          AuditEntry(
            "x", happenedAt: 3,
            details: [.init("a", .string(String(repeating: "a", count: 20_000)))]))
      }
    }
  }
}
