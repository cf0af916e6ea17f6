import Persistence
import SQLiteDatabase
import TestSupport

@testable import Metering

/// A file of SQLite with the tables of metering, gone when the body is over.
func withUsage(_ body: (UsageStore, any Database) async throws -> Void) async throws {
  let directory = TemporaryDirectory("usage")
  let database = try await SQLiteFile.open(SQLiteSettings(path: directory("usage.sqlite")))
  do {
    try await Migrator(
      database: database, migrations: MeteringCapability.migrations, now: { 0 }
    ).run()
    try await body(UsageStore(database), database)
  } catch {
    await database.close()
    throw error
  }
  await database.close()
  withExtendedLifetime(directory) {}
}
