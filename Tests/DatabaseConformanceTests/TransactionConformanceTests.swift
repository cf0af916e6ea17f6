import Persistence
import Testing

/// All or nothing, and as if alone.
@Suite struct TransactionConformanceTests {
  private struct Refusal: Error {}

  private func with(
    _ kind: DatabaseUnderTest, _ body: (any Database) async throws -> Void
  ) async throws {
    try await kind.with { database in
      try await database.execute(
        "CREATE TABLE counters (id BIGINT NOT NULL PRIMARY KEY, n BIGINT NOT NULL)")
      try await database.execute("INSERT INTO counters (id, n) VALUES (1, 0), (2, 0)")
      try await body(database)
    }
  }

  private func numbers(_ database: any Database) async throws -> [Int] {
    try await database.query("SELECT n FROM counters ORDER BY id").map { try $0.value(at: 0) }
  }

  @Test(arguments: DatabaseUnderTest.allCases)
  func `what was done lasts when the body returns and is undone when it throws`(
    kind: DatabaseUnderTest
  ) async throws {
    try await with(kind) { database in
      let seen = try await database.transaction { transaction in
        try await transaction.execute("UPDATE counters SET n = 5 WHERE id = 1")
        return try await transaction.first("SELECT n FROM counters WHERE id = 1")?
          .value("n", as: Int.self)
      }
      #expect(seen == 5)
      await #expect(throws: Refusal.self) {
        try await database.transaction { transaction in
          try await transaction.execute("UPDATE counters SET n = 6")
          throw Refusal()
        }
      }
      #expect(try await numbers(database) == [5, 0])
    }
  }

  @Test(arguments: DatabaseUnderTest.allCases)
  func `a failure that the body swallows undoes it all the same`(
    kind: DatabaseUnderTest
  ) async throws {
    try await with(kind) { database in
      let failure = await failureOf {
        try await database.transaction { transaction in
          try await transaction.execute("UPDATE counters SET n = 7")
          _ = try? await transaction.execute("INSERT INTO counters (id, n) VALUES (1, 1)")
          _ = try? await transaction.execute("UPDATE counters SET n = 8")
        }
      }
      guard case .uniqueViolation = failure?.code else {
        Issue.record("it was \(String(describing: failure))")
        return
      }
      let left = try await numbers(database)
      #expect(left == [0, 0])
    }
  }

  @Test(arguments: DatabaseUnderTest.allCases)
  func `a transaction that got away is of no use`(kind: DatabaseUnderTest) async throws {
    try await with(kind) { database in
      let escaped = try await database.transaction { $0 }
      let failure = await failureOf { try await escaped.execute("UPDATE counters SET n = 9") }
      #expect(failure?.sqlState == "25P01")
      #expect(try await numbers(database) == [0, 0])
    }
  }

  @Test(arguments: DatabaseUnderTest.allCases)
  func `a reading transaction keeps its view and writes nothing`(
    kind: DatabaseUnderTest
  ) async throws {
    try await with(kind) { database in
      let views = try await database.transaction(.reading) { transaction in
        let before = try await transaction.query("SELECT n FROM counters ORDER BY id")
        try await database.execute("UPDATE counters SET n = 3 WHERE id = 2")
        return [before, try await transaction.query("SELECT n FROM counters ORDER BY id")]
      }
      #expect(views[0] == views[1])
      #expect(try await numbers(database) == [0, 3])
      let failure = await failureOf {
        _ = try await database.transaction(.reading) { transaction in
          try await transaction.execute("UPDATE counters SET n = 4")
        }
      }
      #expect(failure?.sqlState == "25006")
    }
  }

  @Test(arguments: DatabaseUnderTest.allCases)
  func `transactions that read and then write never lose an update`(
    kind: DatabaseUnderTest
  ) async throws {
    try await with(kind) { database in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 {
          group.addTask {
            for _ in 0..<5 {
              try await database.transaction { transaction in
                let row = try await transaction.first("SELECT n FROM counters WHERE id = 1")
                let n = try row?.value("n", as: Int.self) ?? 0
                try await transaction.execute("UPDATE counters SET n = \(n + 1) WHERE id = 1")
              }
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await numbers(database) == [20, 0])
    }
  }

  @Test(arguments: DatabaseUnderTest.allCases)
  func `counters that many move at once sum up`(kind: DatabaseUnderTest) async throws {
    try await with(kind) { database in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<100 {
          group.addTask {
            if number % 2 == 0 {
              try await database.execute("UPDATE counters SET n = n + \(number) WHERE id = 1")
            } else {
              try await database.apply([
                "UPDATE counters SET n = n + \(number) WHERE id = 1",
                "UPDATE counters SET n = n + 1 WHERE id = 2",
              ])
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(try await numbers(database) == [4950, 50])
    }
  }

  @Test(arguments: DatabaseUnderTest.allCases)
  func `a batch is done once or not at all, whatever fails beside it`(
    kind: DatabaseUnderTest
  ) async throws {
    try await with(kind) { database in
      let counts = try await database.apply([
        "UPDATE counters SET n = n + 1", "DELETE FROM counters WHERE id = 9",
      ])
      #expect(counts == [2, 0])
      let failed = await withTaskGroup(of: Bool.self) { group in
        for number in 0..<60 {
          group.addTask {
            let batch: StatementBatch =
              number % 3 == 0
              ? ["UPDATE counters SET n = n + 1000", "INSERT INTO counters (id, n) VALUES (1, 0)"]
              : ["UPDATE counters SET n = n + 1", "UPDATE counters SET n = n + 1 WHERE id = 2"]
            return await failureOf { try await database.apply(batch) } != nil
          }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(failed == 20)
      #expect(try await numbers(database) == [41, 81])
      #expect(try await database.apply([]) == [])
    }
  }
}
