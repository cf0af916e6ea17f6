internal import EventLoops
internal import Glibc
internal import Locks
internal import Persistence
internal import PostgreSQLDatabase
internal import Resilience
internal import SQLiteDatabase
internal import Telemetry
internal import Traces

/// The edge's database from its start to its stop, counted. Parts are given it before it is open;
/// what is asked then is refused.
final class EdgeDatabase: Database {
  private static let leftAlone = DatabaseFailure(
    .unavailable, "the database keeps failing and is left alone for a while")
  private static let notOpen = DatabaseFailure(.unavailable, "the database is not open")

  private let settings: GatewaySettings
  private let migrations: [Migration]
  private let logger: Logger
  private let opened: DatabaseKeep
  private let gate: DependencyGate
  private let metrics: DatabaseMetrics
  private let numbers: DeferredMetrics
  private let spans: StatementSpans
  let retries: TransactionRetries

  init(
    _ settings: GatewaySettings, migrations: [Migration], gate: DependencyGate,
    registry: inout MetricRegistry, numbers: DeferredMetrics, logger: Logger
  ) {
    let opened = DatabaseKeep()
    let metrics = DatabaseMetrics(&registry) { opened.database?.poolCounts ?? DatabasePoolCounts() }
    self.settings = settings
    self.migrations = migrations
    self.logger = logger
    self.opened = opened
    self.gate = gate
    self.metrics = metrics
    self.numbers = numbers
    if case .server = settings.database.url {
      spans = StatementSpans(system: "postgresql")
    } else {
      spans = StatementSpans(system: "sqlite")
    }
    retries = TransactionRetries {
      if let shared = numbers.shared { metrics.noteRetry(in: shared) }
    }
  }

  /// Opens the database that the settings name.
  static func open(
    _ settings: GatewaySettings, retries: TransactionRetries = TransactionRetries()
  ) async throws(DatabaseFailure) -> any Database {
    switch settings.database.url {
    case .server(let url):
      return try await PostgreSQLPool(settings.database.server(url), retries: retries)
    case .file(let path): return try await SQLiteFile.open(settings.database.file(path))
    case nil:
      return try await SQLiteFile.open(
        settings.database.file("\(settings.dataDirectory)/floe.sqlite"))
    }
  }

  /// Opens it and brings its schema forward, or makes sure that this was done.
  ///
  /// - Throws: `DatabaseFailure`, `MigrationFailure`, `PendingMigrations`.
  @Sendable func start() async throws {
    let database = try await Self.open(settings, retries: retries)
    do {
      let migrator = Migrator(database: database, migrations: migrations, now: { Int64(time(nil)) })
      if settings.database.migratesAtStart {
        for id in try await migrator.run() { logger.notice("migration \(id) was run") }
      } else {
        let pending = try await migrator.status().pending.map(\.id)
        guard pending.isEmpty else { throw PendingMigrations(ids: pending) }
      }
    } catch {
      await database.close()
      throw error
    }
    opened.keep(database)
  }

  /// Ends it, once what is under way is done.
  @Sendable func close() async { await opened.take()?.close() }

  func query(_ sql: SQL, rowsMax: Int) async throws(DatabaseFailure) -> [Row] {
    try await counted(.query, spans.begin(sql)) { (database) throws(DatabaseFailure) in
      try await database.query(sql, rowsMax: rowsMax)
    }
  }

  func execute(_ sql: SQL) async throws(DatabaseFailure) -> Int {
    try await counted(.execute, spans.begin(sql)) { (database) throws(DatabaseFailure) in
      try await database.execute(sql)
    }
  }

  func apply(_ batch: StatementBatch) async throws(DatabaseFailure) -> [Int] {
    try await counted(.batch, spans.beginBatch()) { (database) throws(DatabaseFailure) in
      try await database.apply(batch)
    }
  }

  func begin(_ options: TransactionOptions) async throws(DatabaseFailure) -> any OpenTransaction {
    let start = EventLoop.nowNanoseconds
    let metrics = metrics
    let numbers = numbers
    let gate = gate
    let note: @Sendable (DatabaseFailure?) -> Void = { failure in
      gate.leave(Self.ending(failure))
      guard let shared = numbers.shared else { return }
      metrics.note(
        .transaction, failure, nanoseconds: EventLoop.nowNanoseconds - start, in: shared)
    }
    guard gate.enter() == nil else { throw refused(.transaction, since: start) }
    do throws(DatabaseFailure) {
      guard let database = opened.database else { throw Self.notOpen }
      return CountedTransaction(
        try await database.begin(options), spans: spans, note: note)
    } catch {
      note(error)
      throw error
    }
  }

  var poolCounts: DatabasePoolCounts { opened.database?.poolCounts ?? DatabasePoolCounts() }

  func health() async -> DatabaseHealth {
    guard let database = opened.database else {
      return DatabaseHealth(latency: nil, failure: Self.notOpen, pool: poolCounts)
    }
    return await database.health()
  }

  /// What a failure says of the database itself.
  private static func ending(_ failure: DatabaseFailure?) -> DependencyCalls.Ending {
    switch failure?.code {
    case .unavailable, .timedOut: .failed
    // Too many of us wait: the database has not been asked.
    case .overloaded: .abandoned
    default: .answered
    }
  }

  private func refused(
    _ operation: DatabaseMetrics.Operation, since start: UInt64
  ) -> DatabaseFailure {
    if let shared = numbers.shared {
      metrics.note(
        operation, Self.leftAlone, nanoseconds: EventLoop.nowNanoseconds - start, in: shared)
    }
    return Self.leftAlone
  }

  func reconnect() async {
    gate.retryNow()
    await opened.database?.reconnect()
  }

  private func counted<Value>(
    _ operation: DatabaseMetrics.Operation, _ span: OpenSpan?,
    _ body: (any Database) async throws(DatabaseFailure) -> Value
  ) async throws(DatabaseFailure) -> Value {
    let start = EventLoop.nowNanoseconds
    guard gate.enter() == nil else {
      span?.end(failure: "left alone")
      throw refused(operation, since: start)
    }
    func note(_ failure: DatabaseFailure?) {
      gate.leave(Self.ending(failure))
      span?.end(failure: failure.map { "\($0.code)" })
      guard let shared = numbers.shared else { return }
      metrics.note(operation, failure, nanoseconds: EventLoop.nowNanoseconds - start, in: shared)
    }
    do throws(DatabaseFailure) {
      guard let database = opened.database else { throw Self.notOpen }
      let value = try await body(database)
      note(nil)
      return value
    } catch {
      note(error)
      throw error
    }
  }
}
