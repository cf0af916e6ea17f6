import Locks
import Persistence

/// A database that fails when it is told to, before or after what was asked has taken effect.
final class FlakyDatabase: Database {
  enum Fault: Sendable { case before, after }

  private let database: any Database
  private let faults: Mutex<[Fault?]>

  init(_ database: any Database, faults: [Fault?]) {
    self.database = database
    self.faults = Mutex(faults)
  }

  var retries: TransactionRetries { database.retries }

  private func next() -> Fault? { faults.withLock { $0.isEmpty ? nil : $0.removeFirst() } }

  static func failure(isOutcomeUnknown: Bool) -> DatabaseFailure {
    DatabaseFailure(.unavailable, "away", isOutcomeUnknown: isOutcomeUnknown)
  }

  func query(_ sql: SQL, rowsMax: Int) async throws(DatabaseFailure) -> [Row] {
    try await database.query(sql, rowsMax: rowsMax)
  }

  func execute(_ sql: SQL) async throws(DatabaseFailure) -> Int { try await database.execute(sql) }

  func apply(_ batch: StatementBatch) async throws(DatabaseFailure) -> [Int] {
    try await database.apply(batch)
  }

  func begin(_ options: TransactionOptions) async throws(DatabaseFailure) -> any OpenTransaction {
    let fault = options.access == .writing ? next() : nil
    if fault == .before { throw Self.failure(isOutcomeUnknown: false) }
    return FlakyTransaction(
      transaction: try await database.begin(options), losesAnswer: fault == .after)
  }

  func health() async -> DatabaseHealth { await database.health() }
  var poolCounts: DatabasePoolCounts { database.poolCounts }
  func close() async { await database.close() }
}

/// A transaction of it, the answer to whose commit may be lost.
private struct FlakyTransaction: OpenTransaction {
  let transaction: any OpenTransaction
  let losesAnswer: Bool

  func query(_ sql: SQL, rowsMax: Int) async throws(DatabaseFailure) -> [Row] {
    try await transaction.query(sql, rowsMax: rowsMax)
  }

  func execute(_ sql: SQL) async throws(DatabaseFailure) -> Int {
    try await transaction.execute(sql)
  }

  func commit() async throws(DatabaseFailure) {
    try await transaction.commit()
    if losesAnswer { throw FlakyDatabase.failure(isOutcomeUnknown: true) }
  }

  func rollback() async { await transaction.rollback() }
}
