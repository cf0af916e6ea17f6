internal import Locks

/// One run of a transaction's body, which remembers whether it lost against others.
final class TransactionAttempt: DatabaseTransaction {
  private let transaction: any OpenTransaction
  private let lost = Mutex(false)

  init(_ transaction: any OpenTransaction) { self.transaction = transaction }

  /// Whether a statement or the commit failed in a way that makes another attempt worth it.
  var hasLost: Bool { lost.withLock { $0 } }

  func query(_ sql: SQL, rowsMax: Int) async throws(DatabaseFailure) -> [Row] {
    do {
      return try await transaction.query(sql, rowsMax: rowsMax)
    } catch {
      throw noted(error)
    }
  }

  func execute(_ sql: SQL) async throws(DatabaseFailure) -> Int {
    do {
      return try await transaction.execute(sql)
    } catch {
      throw noted(error)
    }
  }

  func commit() async throws(DatabaseFailure) {
    do {
      try await transaction.commit()
    } catch {
      throw noted(error)
    }
  }

  func rollback() async { await transaction.rollback() }

  private func noted(_ failure: DatabaseFailure) -> DatabaseFailure {
    if failure.isRetryable { lost.withLock { $0 = true } }
    return failure
  }
}
