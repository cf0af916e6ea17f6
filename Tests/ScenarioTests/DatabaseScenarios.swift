import EdgeTesting
import Lifecycle
import Persistence
import TestSupport
import Testing

@testable import Gateway

/// The edge opens its database, brings it forward, and refuses to serve with an old one.
@Suite struct DatabaseScenarios {
  private static let migration = Migration(
    id: "notes-0001", statements: ["CREATE TABLE notes (id BIGINT NOT NULL PRIMARY KEY)"])

  private let directory = TemporaryDirectory("edge-database")

  private func reason(of body: () async throws -> Void) async -> String? {
    do {
      try await body()
      return nil
    } catch let failure as StartFailure {
      return failure.description
    } catch {
      return "\(error)"
    }
  }

  @Test func `what is written is there after a restart, and is counted`() async throws {
    for restart in 0..<2 {
      try await EdgeUnderTest.with(
        { $0.dataDirectory = directory("data") }, migrations: Edge.migrations + [Self.migration]
      ) { edge in
        let database = edge.edge.database
        try await database.execute("INSERT INTO notes (id) VALUES (\(restart))")
        #expect(try await database.query("SELECT id FROM notes").count == restart + 1)
        try await database.transaction { transaction in
          _ = try await transaction.query("SELECT id FROM notes")
        }
        let metrics = String(decoding: try await edge.get("/metrics").body, as: UTF8.self)
        // The edge itself asks its database too.
        for operation in ["execute", "query", "transaction"] {
          let name = "floe_database_operations_total{operation=\"\(operation)\",outcome="
          #expect(metrics.contains("\(name)\"ok\"} "))
          #expect(!metrics.contains("\(name)\"ok\"} 0\n"))
          #expect(metrics.contains("\(name)\"unavailable\"} 0\n"))
        }
        #expect(metrics.contains("floe_database_connections{use="))
      }
    }
  }

  @Test func `without leave to migrate it does not start before somebody else has`() async throws {
    let refusal = await reason {
      try await EdgeUnderTest.with(
        {
          $0.dataDirectory = directory("data")
          $0.database.migratesAtStart = false
        }, migrations: Edge.migrations + [Self.migration]
      ) { _ in Issue.record("it started") }
    }
    #expect(refusal?.contains("notes-0001") == true)
    #expect(refusal?.contains("floe migrate") == true)
  }

  @Test func `an older program does not touch a newer database`() async throws {
    try await EdgeUnderTest.with(
      { $0.dataDirectory = directory("data") }, migrations: Edge.migrations + [Self.migration]
    ) { _ in }
    let refusal = await reason {
      try await EdgeUnderTest.with({ $0.dataDirectory = directory("data") }) { _ in
        Issue.record("it started")
      }
    }
    #expect(refusal?.contains("newer than this program") == true)
  }

  @Test func `a server that is away is named without its password`() async throws {
    let refusal = await reason {
      try await EdgeUnderTest.with({
        $0.database.url = .server("postgres://floe:hush-42@127.0.0.1:1/floe")
      }) { _ in Issue.record("it started") }
    }
    #expect(refusal?.contains("127.0.0.1") == true)
    #expect(refusal?.contains("hush-42") == false)
  }
}
