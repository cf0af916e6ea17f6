internal import EventLoops
internal import Persistence

/// A transaction on a leased connection. Its body runs on the caller's loop, its statements on the
/// pool's.
final class PostgreSQLTransaction: OpenTransaction {
  private let state: LoopBound<TransactionState>
  private let door: PoolDoor

  init(_ state: TransactionState, door: PoolDoor) {
    self.state = LoopBound(state, loop: door.loop)
    self.door = door
  }

  func query(_ sql: SQL, rowsMax: Int) async throws(DatabaseFailure) -> [Row] {
    try await run(sql, rowsMax: rowsMax).rows
  }

  func execute(_ sql: SQL) async throws(DatabaseFailure) -> Int {
    try await run(sql, rowsMax: nil).writtenCount
  }

  func commit() async throws(DatabaseFailure) {
    let state = state
    try await door.call { done in state.value.commit(done) }
  }

  func rollback() async {
    let state = state
    // A closed pool has ended the transaction already.
    try? await door.call { (done: @escaping @Sendable (Result<Void, DatabaseFailure>) -> Void) in
      state.value.rollback()
      done(.success(()))
    }
  }

  private func run(_ sql: SQL, rowsMax: Int?) async throws(DatabaseFailure) -> StatementResult {
    try sql.validate()
    let state = state
    return try await door.call { done in state.value.run(sql, rowsMax: rowsMax, done) }
  }
}
