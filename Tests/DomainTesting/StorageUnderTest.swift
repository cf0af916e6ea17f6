import Persistence
import PostgreSQLDatabase
import SQLiteDatabase
import ServerTesting
import TestSupport
import Testing

/// The databases that a capability has to work on, and an empty one of each.
package enum StorageUnderTest: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case sqlite, postgreSQL

  package var testDescription: String { rawValue }

  /// Runs the body with a database in which the migrations were run.
  package func with<Value>(
    _ migrations: [Migration], _ body: (any Database) async throws -> Value
  ) async throws -> Value {
    try await withSeveral(1, migrations) { try await body($0[0]) }
  }

  /// Runs the body with several openings of one database, as several edges have them.
  package func withSeveral<Value>(
    _ count: Int, _ migrations: [Migration], _ body: ([any Database]) async throws -> Value
  ) async throws -> Value {
    let directory = TemporaryDirectory("storage")
    let place =
      switch self {
      case .sqlite: directory("test.sqlite")
      case .postgreSQL: await PostgreSQLServer.shared.makeDatabase()
      }
    var databases: [any Database] = []
    for _ in 0..<count { databases.append(try await open(place)) }
    do {
      try await Migrator(database: databases[0], migrations: migrations, now: { 0 }).run()
      let value = try await body(databases)
      for database in databases { await database.close() }
      return value
    } catch {
      for database in databases { await database.close() }
      throw error
    }
  }

  private func open(_ place: String) async throws -> any Database {
    switch self {
    case .sqlite:
      var settings = SQLiteSettings(path: place)
      settings.waitTimeout = .seconds(60)
      settings.statementTimeout = .seconds(60)
      settings.transactionTimeout = .seconds(60)
      settings.busyTimeout = .seconds(60)
      return try await SQLiteFile.open(settings)
    case .postgreSQL:
      var settings = PostgreSQLSettings(url: place)
      settings.connectionsMax = 4
      settings.waitTimeout = .seconds(60)
      settings.statementTimeout = .seconds(60)
      settings.connectTimeout = .seconds(60)
      return try await PostgreSQLPool(settings)
    }
  }
}
