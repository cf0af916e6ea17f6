import Locks
import Persistence
import Resilience

/// A database whose transactions fail as they are told to.
final class ScriptedDatabase: Database {
  /// What happened, in order.
  let log = Mutex<[String]>([])
  /// The failures of coming commits, and of coming statements; nil lets one pass.
  let commits: Mutex<[DatabaseFailure?]>
  let statements: Mutex<[DatabaseFailure?]>
  let retries: TransactionRetries

  init(
    commits: [DatabaseFailure?] = [], statements: [DatabaseFailure?] = [], attemptsMax: Int = 4
  ) {
    self.commits = Mutex(commits)
    self.statements = Mutex(statements)
    retries = TransactionRetries(
      attemptsMax: attemptsMax, backoff: Backoff(first: .zero, longest: .zero))
  }

  func note(_ event: String) { log.withLock { $0.append(event) } }

  static func next(_ failures: borrowing Mutex<[DatabaseFailure?]>) throws(DatabaseFailure) {
    let failure = failures.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    if let failure { throw failure }
  }

  func begin(_ options: TransactionOptions) async throws(DatabaseFailure) -> any OpenTransaction {
    note("begin")
    return ScriptedTransaction(database: self)
  }

  func query(_ sql: SQL, rowsMax: Int) async throws(DatabaseFailure) -> [Row] { [] }
  func execute(_ sql: SQL) async throws(DatabaseFailure) -> Int { 0 }
  func apply(_ batch: StatementBatch) async throws(DatabaseFailure) -> [Int] { [] }
  var poolCounts: DatabasePoolCounts { DatabasePoolCounts() }
  func health() async -> DatabaseHealth {
    DatabaseHealth(latency: .zero, failure: nil, pool: DatabasePoolCounts())
  }
  func close() async {}
}

/// A transaction of it.
struct ScriptedTransaction: OpenTransaction {
  let database: ScriptedDatabase

  func query(_ sql: SQL, rowsMax: Int) async throws(DatabaseFailure) -> [Row] {
    try ScriptedDatabase.next(database.statements)
    return []
  }

  func execute(_ sql: SQL) async throws(DatabaseFailure) -> Int {
    try ScriptedDatabase.next(database.statements)
    return 1
  }

  func commit() async throws(DatabaseFailure) {
    database.note("commit")
    try ScriptedDatabase.next(database.commits)
  }

  func rollback() async { database.note("rollback") }
}
