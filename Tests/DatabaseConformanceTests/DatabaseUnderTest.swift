import Persistence
import PostgreSQLDatabase
import Resilience
import SQLiteDatabase
import ServerTesting
import TestSupport
import Testing

/// The adapters that the suite holds to the port's contract, and an empty database of each.
enum DatabaseUnderTest: String, CaseIterable, Sendable, CustomTestStringConvertible {
  case sqlite, postgreSQL

  /// What a test wants to be otherwise.
  struct Limits: Sendable {
    var connectionsMax = 4
    var waitersMax = 1000
    var statementTimeout = Duration.seconds(20)
    var waitTimeout = Duration.seconds(20)
  }

  var testDescription: String { rawValue }

  /// Runs the body with an empty database, which is gone afterwards.
  func with<Value>(
    _ limits: Limits = Limits(), _ body: (any Database) async throws -> Value
  ) async throws -> Value {
    try await withSeveral(1, limits) { try await body($0[0]) }
  }

  /// Runs the body with several openings of one empty database, as several processes have them.
  func withSeveral<Value>(
    _ count: Int, _ limits: Limits = Limits(), _ body: ([any Database]) async throws -> Value
  ) async throws -> Value {
    let directory = TemporaryDirectory("database")
    let place = await makePlace(in: directory)
    var databases: [any Database] = []
    for _ in 0..<count { databases.append(try await open(limits, at: place)) }
    do {
      let value = try await body(databases)
      for database in databases { await database.close() }
      return value
    } catch {
      for database in databases { await database.close() }
      throw error
    }
  }

  /// The path or the address of an empty database.
  func makePlace(in directory: TemporaryDirectory) async -> String {
    switch self {
    case .sqlite: directory("test.sqlite")
    case .postgreSQL: await PostgreSQLServer.shared.makeDatabase()
    }
  }

  /// Opens the database at a path or an address.
  func open(_ limits: Limits = Limits(), at place: String) async throws -> any Database {
    switch self {
    case .sqlite:
      var settings = SQLiteSettings(path: place)
      settings.readersMax = limits.connectionsMax
      settings.waitersMax = limits.waitersMax
      settings.statementTimeout = limits.statementTimeout
      settings.waitTimeout = limits.waitTimeout
      settings.busyTimeout = .seconds(20)
      return try await SQLiteFile.open(settings)
    case .postgreSQL:
      var settings = PostgreSQLSettings(url: place)
      settings.connectionsMax = limits.connectionsMax
      settings.waitersMax = limits.waitersMax
      settings.statementTimeout = limits.statementTimeout
      settings.waitTimeout = limits.waitTimeout
      settings.connectTimeout = .seconds(20)
      return try await PostgreSQLPool(settings)
    }
  }
}

/// The failure that the body ends in, or nil.
func failureOf(_ body: () async throws -> Void) async -> DatabaseFailure? {
  do {
    try await body()
    return nil
  } catch {
    return error as? DatabaseFailure
  }
}
