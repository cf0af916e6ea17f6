internal import Locks
internal import Persistence
internal import Traces

/// A transaction whose end is counted, once.
final class CountedTransaction: OpenTransaction {
  private let transaction: any OpenTransaction
  private let spans: StatementSpans
  private let note: @Sendable (DatabaseFailure?) -> Void
  private let isOver = Mutex(false)
  private let failure = Mutex<DatabaseFailure?>(nil)

  init(
    _ transaction: any OpenTransaction, spans: StatementSpans,
    note: @escaping @Sendable (DatabaseFailure?) -> Void
  ) {
    self.transaction = transaction
    self.spans = spans
    self.note = note
  }

  func query(_ sql: SQL, rowsMax: Int) async throws(DatabaseFailure) -> [Row] {
    let span = spans.begin(sql)
    do {
      let rows = try await transaction.query(sql, rowsMax: rowsMax)
      span?.end()
      return rows
    } catch {
      span?.end(failure: "\(error.code)")
      failure.withLock { $0 = $0 ?? error }
      throw error
    }
  }

  func execute(_ sql: SQL) async throws(DatabaseFailure) -> Int {
    let span = spans.begin(sql)
    do {
      let count = try await transaction.execute(sql)
      span?.end()
      return count
    } catch {
      span?.end(failure: "\(error.code)")
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
