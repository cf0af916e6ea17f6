/// Brings the schema of a database forward.
///
/// Each migration is a transaction that first updates the one row of `floe_migration_lock`. That row
/// is the lock: SQLite has one writer anyway, PostgreSQL and CockroachDB (which has no advisory
/// locks) let the second transaction wait for the first and then fail with SQLSTATE 40001, so that
/// it is tried again and finds the migration done. Nothing is left locked by a process that died.
package struct Migrator: Sendable {
  /// How long one statement of a migration may take, waiting for the lock included.
  package static let statementTimeout = Duration.seconds(600)

  private let database: any Database
  private let migrations: [Migration]
  private let now: @Sendable () -> Int64

  /// A migrator of these migrations, in this order.
  ///
  /// - Parameter now: the time, in seconds since 1970.
  package init(
    database: any Database, migrations: [Migration], now: @escaping @Sendable () -> Int64
  ) {
    self.database = database
    self.migrations = migrations
    self.now = now
  }

  /// What was run and what is to run; changes nothing.
  package func status() async throws(MigrationFailure) -> MigrationStatus {
    try checkNames()
    do {
      return try Self.status(migrations, applied: try await Self.applied(in: database))
    } catch let failure as MigrationFailure {
      throw failure
    } catch {
      throw Self.wrapped(error)
    }
  }

  /// Runs what is to run, and gives the names of what this call ran.
  @discardableResult
  package func run() async throws(MigrationFailure) -> [String] {
    guard try await !status().pending.isEmpty else { return [] }
    try await prepare()
    var done: [String] = []
    while let id = try await runNext() { done.append(id) }
    return done
  }

  /// Runs the first that is pending, under the lock; nil when there is none.
  private func runNext() async throws(MigrationFailure) -> String? {
    let options = TransactionOptions(.writing, statementTimeout: Self.statementTimeout)
    let (migrations, now) = (migrations, now)
    do {
      return try await database.transaction(options) { transaction in
        try await transaction.execute("UPDATE floe_migration_lock SET turn = turn + 1 WHERE id = 1")
        let status = try Self.status(migrations, applied: try await Self.applied(in: transaction))
        guard let next = status.pending.first else { return nil }
        for statement in next.statements {
          do throws(DatabaseFailure) {
            try await transaction.execute(statement)
          } catch {
            throw MigrationFailure.failed(id: next.id, error)
          }
        }
        try await transaction.execute(
          """
          INSERT INTO floe_migrations (id, checksum, applied_at)
          VALUES (\(next.id), \(next.checksum), \(now()))
          """)
        return next.id
      }
    } catch let failure as MigrationFailure {
      throw failure
    } catch {
      throw Self.wrapped(error)
    }
  }

  /// Makes the two tables. Two processes that do it at once may fail in PostgreSQL's catalogue.
  private func prepare() async throws(MigrationFailure) {
    let statements: [SQL] = [
      """
      CREATE TABLE IF NOT EXISTS floe_migrations
        (id TEXT NOT NULL PRIMARY KEY, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)
      """,
      """
      CREATE TABLE IF NOT EXISTS floe_migration_lock
        (id BIGINT NOT NULL PRIMARY KEY, turn BIGINT NOT NULL)
      """,
      "INSERT INTO floe_migration_lock (id, turn) VALUES (1, 0) ON CONFLICT (id) DO NOTHING",
    ]
    var number = 0
    while true {
      do throws(DatabaseFailure) {
        for statement in statements { try await database.execute(statement) }
        return
      } catch {
        number += 1
        let isRace =
          switch error.code {
          case .uniqueViolation, .serializationFailure: true
          default: ["XX000", "42P07", "42710"].contains(error.sqlState)
          }
        guard isRace, await database.retries.wait(beforeRetry: number) else {
          throw .database(error)
        }
      }
    }
  }

  private func checkNames() throws(MigrationFailure) {
    var names: Set<String> = []
    for migration in migrations where !names.insert(migration.id).inserted {
      throw .duplicate(migration.id)
    }
  }

  private static func applied(
    in session: any DatabaseSession
  ) async throws(DatabaseFailure) -> [AppliedMigration] {
    let rows: [Row]
    do {
      rows = try await session.query(
        "SELECT id, checksum, applied_at FROM floe_migrations ORDER BY applied_at, id",
        rowsMax: 100_000)
    } catch {
      guard error.code == .undefinedTable else { throw error }
      return []
    }
    var applied: [AppliedMigration] = []
    for row in rows {
      applied.append(
        AppliedMigration(
          id: try row.value(at: 0), checksum: try row.value(at: 1), appliedAt: try row.value(at: 2))
      )
    }
    return applied
  }

  private static func status(
    _ migrations: [Migration], applied: [AppliedMigration]
  ) throws(MigrationFailure) -> MigrationStatus {
    let known = Dictionary(uniqueKeysWithValues: migrations.map { ($0.id, $0) })
    let unknown = applied.map(\.id).filter { known[$0] == nil }
    guard unknown.isEmpty else { throw .unknown(unknown) }
    let changed = applied.filter { known[$0.id]?.checksum != $0.checksum }.map(\.id)
    guard changed.isEmpty else { throw .changed(changed) }
    let done = Set(applied.map(\.id))
    return MigrationStatus(
      applied: applied, pending: migrations.filter { !done.contains($0.id) })
  }

  private static func wrapped(_ error: any Error) -> MigrationFailure {
    if let failure = error as? DatabaseFailure { return .database(failure) }
    return .database(DatabaseFailure(.other, "\(error)"))
  }
}
