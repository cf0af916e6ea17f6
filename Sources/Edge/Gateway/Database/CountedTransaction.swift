internal import Locks
internal import Persistence

/// A transaction whose end is counted, once.
final class CountedTransaction: OpenTransaction {
  private let transaction: any OpenTransaction
  private let note: @Sendable (DatabaseFailure?) -> Void
  private let isOver = Mutex(false)
  private let failure = Mutex<DatabaseFailure?>(nil)

  init(_ transaction: any OpenTransaction, note: @escaping @Sendable (DatabaseFailure?) -> Void) {
    self.transaction = transaction
    self.note = note
  }

  func query(_ sql: SQL, rowsMax: Int) async throws(DatabaseFailure) -> [Row] {
    do {
      return try await transaction.query(sql, rowsMax: rowsMax)
    } catch {
      failure.withLock { $0 = $0 ?? error }
      throw error
    }
  }

  func execute(_ sql: SQL) async throws(DatabaseFailure) -> Int {
    do {
      return try await transaction.execute(sql)
    } catch {
      failure.withLock { $0 = $0 ?? error }
      throw error
    }
  }

  func commit() async throws(DatabaseFailure) {
    do {
      try await transaction.commit()
      end(nil)
    } catch {
      end(error)
      throw error
    }
  }

  func rollback() async {
    await transaction.rollback()
    end(failure.withLock { $0 })
  }

  private func end(_ failure: DatabaseFailure?) {
    let isFirst = isOver.withLock { isOver in
      defer { isOver = true }
      return !isOver
    }
    if isFirst { note(failure) }
  }
}
