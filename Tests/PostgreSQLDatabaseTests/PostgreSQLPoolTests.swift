import Persistence
import PostgreSQLDatabase
import Resilience
import ServerTesting
import Testing

/// What is particular to a database on a server.
@Suite struct PostgreSQLPoolTests {
  private func settings(_ url: String) -> PostgreSQLSettings {
    var settings = PostgreSQLSettings(url: url)
    settings.connectionsMax = 2
    settings.connectTimeout = .seconds(20)
    settings.waitTimeout = .seconds(20)
    settings.statementTimeout = .seconds(20)
    settings.transactionTimeout = .seconds(30)
    settings.backoff = Backoff(first: .milliseconds(1), longest: .milliseconds(20))
    return settings
  }

  private func failure(of body: () async throws -> Void) async -> DatabaseFailure? {
    do {
      try await body()
      return nil
    } catch {
      return error as? DatabaseFailure
    }
  }

  @Test func `two transactions that read what the other writes do not both last as they were`()
    async throws
  {
    let database = try await PostgreSQLPool(settings(await PostgreSQLServer.shared.makeDatabase()))
    try await database.execute("CREATE TABLE t (id BIGINT NOT NULL PRIMARY KEY, n BIGINT NOT NULL)")
    try await database.execute("INSERT INTO t (id, n) VALUES (1, 0), (2, 0)")
    // Each adds to one row the number of the other, plus one. One after the other gives 1 and 2;
    // both at once, each with its old view, would give 1 and 1.
    let readers = Guarded<Set<Int>>([])
    let attempts = Guarded(0)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for id in [1, 2] {
        group.addTask {
          try await database.transaction { transaction in
            attempts.change { $0 += 1 }
            let other = try await transaction.first("SELECT n FROM t WHERE id = \(3 - id)")
            let n = try other?.value("n", as: Int.self) ?? 0
            // Whoever runs again finds that both have read.
            readers.change { _ = $0.insert(id) }
            await eventually { readers.value.count == 2 }
            try await transaction.execute("UPDATE t SET n = n + \(n + 1) WHERE id = \(id)")
          }
        }
      }
      try await group.waitForAll()
    }
    let rows = try await database.query("SELECT n FROM t ORDER BY n")
    #expect(rows.map(\.values) == [[.integer(1)], [.integer(2)]])
    #expect(attempts.value >= 3)
    await database.close()
  }

  @Test func `encryption is what the address says, down to the certificate`() async throws {
    let server = await PostgreSQLServer.shared
    let certificate = "sslrootcert=\(server.certificateFile)"
    let name = await server.makeDatabase("sslmode=verify-full&\(certificate)")
      .replacing("127.0.0.1", with: "localhost")
    let database = try await PostgreSQLPool(settings(name))
    let row = try await database.first(
      "SELECT CASE WHEN ssl THEN 1 ELSE 0 END FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
    #expect(row?.values == [.integer(1)])
    await database.close()
    // The certificate is for the name, not for the number.
    let other = try await PostgreSQLPool(
      settings(server.url(of: "postgres", "sslmode=verify-full&\(certificate)")))
    let failure = await failure { _ = try await other.query("SELECT 1") }
    #expect(failure?.code == .unusable)
    await other.close()
  }

  @Test func `a wrong password is a failure that shows neither password`() async throws {
    let url = await PostgreSQLServer.shared.url(of: "postgres")
      .replacing(PostgreSQLServer.password, with: "wrong-battery-3X")
    let database = try await PostgreSQLPool(settings(url))
    let failure = await failure { _ = try await database.query("SELECT 1") }
    #expect(failure?.code == .unusable)
    let text = "\(String(describing: failure)) \(await database.health())"
    #expect(!text.contains("wrong-battery") && !text.contains(PostgreSQLServer.password))
    await database.close()
  }

  @Test func `a failure about a value does not quote it`() async throws {
    let database = try await PostgreSQLPool(settings(await PostgreSQLServer.shared.makeDatabase()))
    let failure = await failure {
      _ = try await database.query("SELECT CAST(\("hunter22") AS BIGINT)")
    }
    #expect(failure?.code == .invalidValue)
    #expect(failure?.description.contains("hunter22") == false)
    await database.close()
  }

  @Test func `a statement that is prepared outlives a change of its table`() async throws {
    var one = settings(await PostgreSQLServer.shared.makeDatabase())
    one.connectionsMax = 1
    let database = try await PostgreSQLPool(one)
    try await database.execute("CREATE TABLE t (id BIGINT NOT NULL)")
    try await database.execute("INSERT INTO t (id) VALUES (1)")
    for _ in 0..<3 { #expect(try await database.query("SELECT * FROM t").count == 1) }
    try await database.execute("ALTER TABLE t ADD COLUMN name TEXT")
    let rows = try await database.query("SELECT * FROM t")
    #expect(rows.map(\.columns) == [["id", "name"]])
    await database.close()
  }

  @Test func `a body that does not end is ended, and its connection is replaced`() async throws {
    var short = settings(await PostgreSQLServer.shared.makeDatabase())
    short.transactionTimeout = .milliseconds(300)
    short.statementTimeout = .milliseconds(300)
    short.connectionsMax = 1
    let database = try await PostgreSQLPool(short)
    let (mayEnd, end) = AsyncStream<Void>.makeStream()
    let (isHeld, held) = AsyncStream<Void>.makeStream()
    async let late = failure {
      try await database.transaction { transaction in
        _ = try await transaction.query("SELECT 1")
        held.finish()
        for await _ in mayEnd {}
        _ = try await transaction.query("SELECT 2")
      }
    }
    for await _ in isHeld {}
    // There is one connection, so that this waits for the end of the other.
    let rows = try await database.query("SELECT 3")
    #expect(rows.map(\.values) == [[.integer(3)]])
    end.finish()
    let ended = await late
    #expect(ended?.code == .timedOut)
    await database.close()
  }
}
