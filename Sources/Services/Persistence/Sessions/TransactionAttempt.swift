internal import Locks

/// One run of a transaction's body. It gives every database the same manners: one statement at a
/// time, nothing after a failure but the end, and nothing after the end.
final class TransactionAttempt: DatabaseTransaction {
  private struct State: Sendable {
    var isBusy = false
    var isOver = false
    var failure: DatabaseFailure?
  }

  private let transaction: any OpenTransaction
  private let state = Mutex(State())

  init(_ transaction: any OpenTransaction) { self.transaction = transaction }

  /// Whether a statement or the commit failed in a way that makes another attempt worth it.
  var hasLost: Bool { state.withLock { $0.failure?.isRetryable ?? false } }

  func query(_ sql: SQL, rowsMax: Int) async throws(DatabaseFailure) -> [Row] {
    try enter()
    do {
      let rows = try await transaction.query(sql, rowsMax: rowsMax)
      leave(nil)
      return rows
    } catch {
      leave(error)
      throw error
    }
  }

  func execute(_ sql: SQL) async throws(DatabaseFailure) -> Int {
    try enter()
    do {
      let count = try await transaction.execute(sql)
      leave(nil)
      return count
    } catch {
      leave(error)
      throw error
    }
  }

  /// Makes it last, unless a statement failed: then it is undone, whatever the body made of that.
  func commit() async throws(DatabaseFailure) {
    let failure = state.withLock { state in
      state.isOver = true
      return state.failure
    }
    if let failure { throw failure }
    do {
      try await transaction.commit()
    } catch {
      leave(error)
      throw error
    }
  }

  /// Undoes it.
  func rollback() async {
    state.withLock { $0.isOver = true }
    await transaction.rollback()
  }

  private func enter() throws(DatabaseFailure) {
    let refusal: DatabaseFailure? = state.withLock { state in
      if state.isOver {
        return DatabaseFailure(.other, "the transaction is over", sqlState: "25P01")
      }
      if state.failure != nil {
        return DatabaseFailure(.other, "the transaction has failed before", sqlState: "25P02")
      }
      if state.isBusy {
        return DatabaseFailure(.other, "a transaction runs one statement at a time")
      }
      state.isBusy = true
      return nil
    }
    if let refusal { throw refusal }
  }

  private func leave(_ failure: DatabaseFailure?) {
    state.withLock { state in
      state.isBusy = false
      if state.failure == nil { state.failure = failure }
    }
  }
}
