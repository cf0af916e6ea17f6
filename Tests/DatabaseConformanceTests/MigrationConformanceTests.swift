import Persistence
import TestSupport
import Testing

/// The schema goes forward, once, whoever asks.
@Suite struct MigrationConformanceTests {
  private static let first = Migration(
    id: "things-0001",
    statements: [
      "CREATE TABLE things (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL)",
      "CREATE INDEX things_name ON things (name)",
    ])
  private static let second = Migration(
    id: "things-0002",
    statements: [
      "ALTER TABLE things ADD COLUMN weight BIGINT NOT NULL DEFAULT 0",
      "INSERT INTO things (id, name, weight) VALUES (1, 'walrus', 1200)",
    ])

  private func migrator(_ database: any Database, _ migrations: [Migration]) -> Migrator {
    Migrator(database: database, migrations: migrations, now: { 1_700_000_000 })
  }

  private func failureOf(_ body: () async throws(MigrationFailure) -> Void) async
    -> MigrationFailure?
  {
    do {
      try await body()
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: DatabaseUnderTest.allCases)
  func `what is pending is run once, in order, and remembered`(
    kind: DatabaseUnderTest
  ) async throws {
    try await kind.with { database in
      let early = migrator(database, [Self.first])
      #expect(try await early.status().pending == [Self.first])
      #expect(try await early.run() == ["things-0001"])
      #expect(try await early.run() == [])
      let late = migrator(database, [Self.first, Self.second])
      #expect(try await late.status().pending == [Self.second])
      #expect(try await late.run() == ["things-0002"])
      let status = try await late.status()
      #expect(status.pending.isEmpty)
      #expect(Set(status.applied.map(\.id)) == ["things-0001", "things-0002"])
      #expect(status.applied.allSatisfy { $0.appliedAt == 1_700_000_000 })
      let row = try await database.first("SELECT name FROM things WHERE weight = \(1200)")
      #expect(try row?.value("name", as: String.self) == "walrus")
    }
  }

  @Test(arguments: DatabaseUnderTest.allCases)
  func `a changed, an unknown and a doubled migration are refused`(
    kind: DatabaseUnderTest
  ) async throws {
    try await kind.with { database in
      try await migrator(database, [Self.first, Self.second]).run()
      let changed = Migration(id: "things-0001", statements: ["SELECT 1"])
      #expect(
        await failureOf { () throws(MigrationFailure) in
          try await migrator(database, [changed, Self.second]).run()
        } == .changed(["things-0001"]))
      #expect(
        await failureOf { () throws(MigrationFailure) in
          try await migrator(database, [Self.first]).run()
        } == .unknown(["things-0002"]))
      #expect(
        await failureOf { () throws(MigrationFailure) in
          try await migrator(database, [Self.first, Self.first]).run()
        } == .duplicate("things-0001"))
    }
  }

  @Test(arguments: DatabaseUnderTest.allCases)
  func `a migration that fails is undone whole, and those before it stay`(
    kind: DatabaseUnderTest
  ) async throws {
    let broken = Migration(
      id: "things-0003",
      statements: ["CREATE TABLE others (id BIGINT NOT NULL PRIMARY KEY)", "SELEKT 1"])
    try await kind.with { database in
      let failure = await failureOf { () throws(MigrationFailure) in
        try await migrator(database, [Self.first, broken]).run()
      }
      guard case .failed(id: "things-0003", let reason) = failure else {
        Issue.record("it was \(String(describing: failure))")
        return
      }
      #expect(reason.code == .syntax)
      #expect(try await migrator(database, [Self.first, broken]).status().pending == [broken])
      try await database.execute("CREATE TABLE others (id BIGINT NOT NULL PRIMARY KEY)")
    }
  }

  @Test(arguments: DatabaseUnderTest.allCases)
  func `several that migrate at once run each migration once`(
    kind: DatabaseUnderTest
  ) async throws {
    try await kind.withSeveral(3) { databases in
      let done = try await withThrowingTaskGroup(of: [String].self) { group in
        for database in databases {
          let migrator = migrator(database, [Self.first, Self.second])
          group.addTask { try await migrator.run() }
        }
        return try await group.reduce(into: []) { $0 += $1 }
      }
      #expect(done.sorted() == ["things-0001", "things-0002"])
      #expect(try await migrator(databases[0], [Self.first, Self.second]).status().pending.isEmpty)
    }
  }

  @Test(arguments: DatabaseUnderTest.allCases)
  func `two processes that migrate at once both end well`(kind: DatabaseUnderTest) async throws {
    let directory = TemporaryDirectory("migrations")
    let place = await kind.makePlace(in: directory)
    async let first: Void = migrateInAnotherProcess(kind, place)
    async let second: Void = migrateInAnotherProcess(kind, place)
    _ = await (first, second)
    let database = try await kind.open(at: place)
    let status = try await migrator(database, [Self.first, Self.second]).status()
    #expect(status.pending.isEmpty)
    #expect(try await database.query("SELECT id FROM things").count == 1)
    await database.close()
  }

  private func migrateInAnotherProcess(_ kind: DatabaseUnderTest, _ place: String) async {
    let ending = await #expect(
      processExitsWith: .success, observing: [\.standardErrorContent]
    ) {
      [kind = kind.rawValue as String, place = place as String] in
      let database = try await DatabaseUnderTest(rawValue: kind)!.open(at: place)
      _ = try await Migrator(
        database: database, migrations: [Self.first, Self.second], now: { 1_700_000_000 }
      ).run()
      await database.close()
    }
    if let words = ending?.standardErrorContent, !words.isEmpty {
      Issue.record("\(String(decoding: words, as: UTF8.self))")
    }
  }
}
