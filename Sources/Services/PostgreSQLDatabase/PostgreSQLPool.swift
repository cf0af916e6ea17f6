internal import EventLoops
package import Persistence

/// A database on a server of PostgreSQL, or of CockroachDB, reached over a pool of connections.
///
/// The pool lives on one loop of its own, whatever loop asks: so its limits are those of the
/// process, and a large result is taken apart where no client waits. The caller goes on where it
/// was. libpq is used through its non-blocking calls alone; names are looked up, and statements
/// cancelled, on threads of their own, because libpq would wait there.
package final class PostgreSQLPool: Database {
  private let settings: PostgreSQLSettings
  private let door: PoolDoor
  private let driver: LoopBound<PoolDriver>
  private let board: PoolBoard
  package let retries: TransactionRetries

  /// A pool that connects when it is first asked.
  ///
  /// - Throws: `.unusable` for an address that is none of PostgreSQL.
  package init(
    _ settings: PostgreSQLSettings, retries: TransactionRetries = TransactionRetries()
  ) async throws(DatabaseFailure) {
    let target = try ServerTarget(url: settings.url)
    let loop = EventLoop.start(name: "floe-database")
    self.settings = settings
    self.retries = retries
    door = PoolDoor(loop: loop)
    let board = PoolBoard(DatabasePoolCounts(connectionsMax: settings.connectionsMax))
    self.board = board
    driver = await loop.perform {
      LoopBound(PoolDriver(settings, target: target, loop: loop, board: board), loop: loop)
    }
  }

  package func query(_ sql: SQL, rowsMax: Int) async throws(DatabaseFailure) -> [Row] {
    try sql.validate()
    // A statement that writes has to be undone should it have too many rows.
    guard Self.seemsToWrite(sql) else {
      return try await run([sql], rowsMax: rowsMax, isAlone: true)[0].rows
    }
    return try await run([sql], rowsMax: rowsMax, isAlone: false)[0].rows
  }

  @discardableResult
  package func execute(_ sql: SQL) async throws(DatabaseFailure) -> Int {
    try sql.validate()
    return try await run([sql], rowsMax: nil, isAlone: true)[0].writtenCount
  }

  @discardableResult
  package func apply(_ batch: StatementBatch) async throws(DatabaseFailure) -> [Int] {
    try batch.validate()
    guard !batch.statements.isEmpty else { return [] }
    return try await run(
      batch.statements, rowsMax: nil, isAlone: batch.statements.count == 1
    ).map(\.writtenCount)
  }

  package func begin(
    _ options: TransactionOptions
  ) async throws(DatabaseFailure) -> any OpenTransaction {
    let (door, driver) = (door, driver)
    var commands = [
      ServerCommand(
        control: options.access == .writing
          ? "BEGIN ISOLATION LEVEL SERIALIZABLE"
          : "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        timeout: settings.statementTimeout)
    ]
    if let timeout = options.statementTimeout {
      let limits = """
        SET LOCAL statement_timeout = \(timeout.milliseconds);
        SET LOCAL idle_in_transaction_session_timeout = \(timeout.milliseconds)
        """
      commands.append(ServerCommand(control: limits, timeout: settings.statementTimeout))
    }
    let opening = commands
    return try await door.call { done in
      driver.value.lease { leased in
        switch leased {
        case .failure(let failure): done(.failure(failure))
        case .success(let lease):
          lease.run(opening) { outcome in
            switch outcome {
            case .failure(let failure):
              lease.release()
              done(.failure(failure))
            case .success:
              let state = TransactionState(lease, options, loop: door.loop)
              done(.success(PostgreSQLTransaction(state, door: door)))
            }
          }
        }
      }
    }
  }

  package var poolCounts: DatabasePoolCounts { board.counts }

  package func health() async -> DatabaseHealth {
    let start = ContinuousClock.now
    var failure: DatabaseFailure?
    do throws(DatabaseFailure) {
      _ = try await once(
        [ServerCommand("SELECT 1", rowsMax: 1, commits: false, timeout: settings.statementTimeout)])
    } catch {
      failure = error
    }
    let latency = failure == nil ? ContinuousClock.now - start : nil
    return DatabaseHealth(latency: latency, failure: failure, pool: poolCounts)
  }

  package func reconnect() async {
    let driver = driver
    // A pool that is closed has nothing to make anew.
    try? await door.call { (done: @escaping @Sendable (Result<Void, DatabaseFailure>) -> Void) in
      driver.value.reset()
      done(.success(()))
    }
  }

  package func close() async {
    let driver = driver
    // A pool that is closed already has nothing to wait for.
    try? await door.call { (done: @escaping @Sendable (Result<Void, DatabaseFailure>) -> Void) in
      driver.value.close { done(.success(())) }
    }
    door.shut()
  }

  /// Runs statements on one connection, all or none, and again when they lost against others.
  private func run(
    _ statements: [SQL], rowsMax: Int?, isAlone: Bool
  ) async throws(DatabaseFailure) -> [StatementResult] {
    let timeout = settings.statementTimeout
    let commands = statements.map {
      ServerCommand($0, rowsMax: rowsMax, commits: isAlone, timeout: timeout)
    }
    if isAlone {
      return try await retries.run { () throws(DatabaseFailure) in try await once(commands) }
    }
    let begin = ServerCommand(control: "BEGIN ISOLATION LEVEL READ COMMITTED", timeout: timeout)
    let commit = ServerCommand(control: "COMMIT", commits: true, timeout: timeout)
    let whole = [begin] + commands + [commit]
    let results = try await retries.run { () throws(DatabaseFailure) in try await once(whole) }
    return Array(results[1...statements.count])
  }

  private func once(
    _ commands: [ServerCommand]
  ) async throws(DatabaseFailure) -> [StatementResult] {
    let driver = driver
    return try await door.call { done in
      driver.value.lease { leased in
        switch leased {
        case .failure(let failure): done(.failure(failure))
        case .success(let lease):
          lease.run(commands) { outcome in
            lease.release()
            done(outcome)
          }
        }
      }
    }
  }

  /// Whether a statement may write; to be taken for one that does costs two more turns.
  private static func seemsToWrite(_ sql: SQL) -> Bool {
    let words = sql.text.lowercased().split { !$0.isLetter && $0 != "_" }
    return words.contains { ["insert", "update", "delete", "upsert", "merge"].contains($0) }
  }
}
