import Persistence
import PostgreSQLDatabase
import Resilience
import ServerTesting
import Testing

/// A server that is killed, and comes back.
@Suite struct PostgreSQLCrashTests {
  private func open(_ url: String) async throws -> PostgreSQLPool {
    var settings = PostgreSQLSettings(url: url)
    settings.connectionsMax = 4
    settings.connectTimeout = .seconds(20)
    settings.waitTimeout = .seconds(20)
    settings.statementTimeout = .seconds(120)
    settings.transactionTimeout = .seconds(120)
    settings.backoff = Backoff(first: .milliseconds(1), longest: .milliseconds(20))
    return try await PostgreSQLPool(settings)
  }

  private func failure(of body: () async throws -> Void) async -> DatabaseFailure? {
    do {
      try await body()
      return nil
    } catch {
      return error as? DatabaseFailure
    }
  }

  @Test func `a server that dies makes the database unavailable until it is back`() async throws {
    let server = await PostgreSQLServer.start()
    let database = try await open(await server.makeDatabase())
    try await database.execute("CREATE TABLE t (id BIGINT NOT NULL PRIMARY KEY)")
    async let read = failure { _ = try await database.query("SELECT pg_sleep(60)") }
    async let written = failure {
      try await database.execute("INSERT INTO t (id) SELECT 1 FROM pg_sleep(60)")
    }
    await eventually { database.poolCounts.busy == 2 }
    await server.kill()
    let (reading, writing) = (await read, await written)
    #expect(reading?.code == .unavailable)
    #expect(writing?.code == .unavailable)
    #expect(writing?.isOutcomeUnknown == true)
    #expect(await failure { _ = try await database.query("SELECT 1") }?.code == .unavailable)
    #expect(await !database.health().isReachable)

    await server.restart()
    // The first who asks may still be told of the failure before.
    await eventually { await failure(of: { _ = try await database.query("SELECT 1") }) == nil }
    #expect(try await database.query("SELECT id FROM t") == [])
    await database.close()
  }

  @Test func `a server that is killed while many write loses nothing that was acknowledged`()
    async throws
  {
    let server = await PostgreSQLServer.start()
    let database = try await open(await server.makeDatabase())
    try await database.execute("CREATE TABLE t (id BIGINT NOT NULL PRIMARY KEY)")
    let acknowledged = Guarded<[Int]>([])
    await withTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        group.addTask {
          for number in 0... {
            let id = writer * 1_000_000 + number
            let batch: StatementBatch = [
              "INSERT INTO t (id) VALUES (\(id))", "INSERT INTO t (id) VALUES (\(-id - 1))",
            ]
            guard (try? await database.apply(batch)) != nil else { return }
            acknowledged.change { $0.append(id) }
          }
        }
      }
      await eventually { acknowledged.value.count >= 100 }
      await server.kill()
      await group.waitForAll()
    }
    await server.restart()
    await eventually { await failure(of: { _ = try await database.query("SELECT 1") }) == nil }
    let rows = try await database.query("SELECT id FROM t", rowsMax: 1_000_000)
    let found = Set(try rows.map { try $0.value("id", as: Int.self) })
    #expect(acknowledged.value.filter { !found.contains($0) } == [])
    // Batches are whole: each of the two has the other.
    #expect(found.allSatisfy { found.contains(-$0 - 1) })
    await database.close()
  }
}
