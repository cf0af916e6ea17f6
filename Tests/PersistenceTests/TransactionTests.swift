import Locks
import Persistence
import Testing

/// When a transaction is tried again, and when it is not.
@Suite struct TransactionTests {
  private let lost = DatabaseFailure(.serializationFailure, "lost", sqlState: "40001")

  private struct Refusal: Error {}

  private func log(of database: ScriptedDatabase) -> [String] { database.log.withLock { $0 } }

  @Test func `what the body returns is returned once it is committed`() async throws {
    let database = ScriptedDatabase()
    let value = try await database.transaction { transaction in
      try await transaction.execute("UPDATE t SET a = 1")
    }
    #expect(value == 1)
    #expect(log(of: database) == ["begin", "commit"])
  }

  @Test func `a body that throws is undone and not tried again`() async {
    let database = ScriptedDatabase()
    await #expect(throws: Refusal.self) {
      try await database.transaction { _ in throw Refusal() }
    }
    #expect(log(of: database) == ["begin", "rollback"])
  }

  @Test func `a transaction that loses is run again from its beginning`() async throws {
    let database = ScriptedDatabase(commits: [lost, lost])
    try await database.transaction { _ in database.note("body") }
    #expect(
      log(of: database) == [
        "begin", "body", "commit", "rollback", "begin", "body", "commit", "rollback", "begin",
        "body", "commit",
      ])
  }

  @Test func `it is run again also when the body hides the failure behind its own error`()
    async throws
  {
    let database = ScriptedDatabase(statements: [lost])
    let attempts = try await database.transaction { transaction in
      database.note("body")
      do {
        return try await transaction.execute("UPDATE t SET a = 1")
      } catch {
        throw Refusal()
      }
    }
    #expect(attempts == 1)
    #expect(log(of: database).filter { $0 == "body" }.count == 2)
  }

  @Test func `it is given up after the last attempt`() async {
    let database = ScriptedDatabase(commits: Array(repeating: lost, count: 9), attemptsMax: 3)
    let failure = await #expect(throws: DatabaseFailure.self) {
      try await database.transaction { _ in database.note("body") }
    }
    #expect(failure?.code == .serializationFailure)
    #expect(log(of: database).filter { $0 == "body" }.count == 3)
  }

  @Test func `a commit whose answer was lost is never tried again`() async {
    let unknown = DatabaseFailure(.unavailable, "lost", isOutcomeUnknown: true)
    let database = ScriptedDatabase(commits: [unknown])
    let failure = await #expect(throws: DatabaseFailure.self) {
      try await database.transaction { _ in database.note("body") }
    }
    #expect(failure?.isOutcomeUnknown == true)
    #expect(log(of: database).filter { $0 == "body" }.count == 1)
  }
}
