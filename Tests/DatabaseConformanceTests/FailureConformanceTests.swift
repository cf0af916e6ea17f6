import Persistence
import Testing

/// Failures have one meaning on every database.
@Suite struct FailureConformanceTests {
  private static let tables: [SQL] = [
    "CREATE TABLE owners (id BIGINT NOT NULL PRIMARY KEY, email TEXT NOT NULL UNIQUE)",
    """
    CREATE TABLE pets (id BIGINT NOT NULL PRIMARY KEY, owner BIGINT NOT NULL REFERENCES owners (id),
      legs BIGINT NOT NULL CHECK (legs >= 0))
    """,
    "INSERT INTO owners (id, email) VALUES (1, 'first@example.org')",
  ]

  private func with(
    _ kind: DatabaseUnderTest, _ limits: DatabaseUnderTest.Limits = DatabaseUnderTest.Limits(),
    _ body: (any Database) async throws -> Void
  ) async throws {
    try await kind.with(limits) { database in
      for table in Self.tables { try await database.execute(table) }
      try await body(database)
    }
  }

  @Test(arguments: DatabaseUnderTest.allCases)
  func `a second row with a key is a unique violation that shows no value`(
    kind: DatabaseUnderTest
  ) async throws {
    try await with(kind) { database in
      let failure = await failureOf {
        try await database.execute(
          "INSERT INTO owners (id, email) VALUES (2, \("first@example.org"))")
      }
      guard case .uniqueViolation(let constraint) = failure?.code else {
        Issue.record("it was \(String(describing: failure))")
        return
      }
      #expect(constraint?.contains("email") == true)
      #expect(failure?.sqlState == "23505")
      #expect(failure?.description.contains("first@") == false)
    }
  }

  @Test(arguments: DatabaseUnderTest.allCases)
  func `other constraints have codes of their own`(kind: DatabaseUnderTest) async throws {
    try await with(kind) { database in
      let cases: [(SQL, DatabaseFailure.Code)] = [
        ("INSERT INTO pets (id, owner, legs) VALUES (1, 77, 4)", .foreignKeyViolation),
        ("DELETE FROM owners WHERE id = 1", .foreignKeyViolation),
        ("INSERT INTO pets (id, owner, legs) VALUES (1, 1, -4)", .checkViolation),
        ("INSERT INTO pets (id, owner) VALUES (1, 1)", .notNullViolation),
        ("INSERT INTO missing (id) VALUES (1)", .undefinedTable),
        ("SELEKT 1", .syntax),
        ("SELECT 1; SELECT 2", .syntax),
        ("COMMIT", .syntax),
      ]
      try await database.execute("INSERT INTO pets (id, owner, legs) VALUES (9, 1, 4)")
      for (sql, code) in cases {
        let failure = await failureOf { try await database.execute(sql) }
        #expect(failure?.code == code, "\(sql.text): \(String(describing: failure))")
      }
    }
  }

  @Test(arguments: DatabaseUnderTest.allCases)
  func `more rows than wanted are a failure, and what was written is undone`(
    kind: DatabaseUnderTest
  ) async throws {
    try await with(kind) { database in
      let rows: [[any DatabaseConvertible]] = (2...50).map { [$0, "\($0)@example.org"] }
      try await database.execute("INSERT INTO owners (id, email) VALUES \(rows: rows)")
      let read = await failureOf {
        _ = try await database.query("SELECT id FROM owners", rowsMax: 49)
      }
      #expect(read?.code == .tooManyRows)
      #expect(try await database.query("SELECT id FROM owners", rowsMax: 50).count == 50)
      let written = await failureOf {
        _ = try await database.query("DELETE FROM owners RETURNING id", rowsMax: 3)
      }
      #expect(written?.code == .tooManyRows)
      #expect(try await database.query("SELECT id FROM owners").count == 50)
    }
  }

  @Test(arguments: DatabaseUnderTest.allCases)
  func `a statement that takes too long is stopped, and the next one runs`(
    kind: DatabaseUnderTest
  ) async throws {
    var limits = DatabaseUnderTest.Limits()
    limits.statementTimeout = .milliseconds(200)
    limits.connectionsMax = 1
    try await kind.with(limits) { database in
      let endless: SQL = """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000)
        SELECT COUNT(*) FROM n
        """
      let failure = await failureOf { _ = try await database.query(endless) }
      #expect(failure?.code == .timedOut)
      let row = try await database.first("SELECT \(7) AS n")
      #expect(row?.values == [.integer(7)])
    }
  }

  @Test(arguments: DatabaseUnderTest.allCases)
  func `who finds too many waiting is told at once, and the others are served`(
    kind: DatabaseUnderTest
  ) async throws {
    var limits = DatabaseUnderTest.Limits()
    limits.connectionsMax = 1
    limits.waitersMax = 2
    try await with(kind, limits) { database in
      let (isHeld, held) = AsyncStream<Void>.makeStream()
      let (mayEnd, end) = AsyncStream<Void>.makeStream()
      async let holder: Void = database.transaction { transaction in
        try await transaction.execute("UPDATE owners SET email = \("held") WHERE id = 1")
        held.finish()
        for await _ in mayEnd {}
      }
      for await _ in isHeld {}
      // Two wait for the one who holds the connection, and there is no room for the others.
      let outcomes = await withTaskGroup(of: DatabaseFailure?.self) { group in
        for number in 10..<16 {
          group.addTask {
            await failureOf {
              try await database.execute(
                "INSERT INTO owners (id, email) VALUES (\(number), \("\(number)"))")
            }
          }
        }
        var outcomes: [DatabaseFailure.Code?] = []
        while let outcome = await group.next() {
          outcomes.append(outcome?.code)
          if outcomes.count == 4 { end.finish() }
        }
        return outcomes
      }
      try await holder
      #expect(outcomes == Array(repeating: .overloaded, count: 4) + [nil, nil])
    }
  }

  @Test(arguments: DatabaseUnderTest.allCases)
  func `a closed database is unavailable`(kind: DatabaseUnderTest) async throws {
    try await with(kind) { database in
      #expect(await database.health().isReachable)
      await database.close()
      let failure = await failureOf { _ = try await database.query("SELECT 1") }
      #expect(failure?.code == .unavailable)
      #expect(await !database.health().isReachable)
    }
  }
}
