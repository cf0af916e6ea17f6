internal import Locks
internal import Persistence

/// A transaction whose body runs on the caller's loop and whose statements run on the thread of the
/// connection, which waits for the next of them and for nobody else.
final class SQLiteTransaction: OpenTransaction {
  private enum Command: Sendable {
    case run(SQL, rowsMax: Int?, @Sendable (Result<StatementResult, DatabaseFailure>) -> Void)
    case commit(@Sendable (DatabaseFailure?) -> Void)
    case rollback(@Sendable () -> Void)
  }

  private struct State: Sendable {
    var commands: [Command] = []
    /// Why nothing more is taken.
    var end: DatabaseFailure?
  }

  private static let over = DatabaseFailure(.other, "the transaction is over", sqlState: "25P01")
  private static let late = DatabaseFailure(
    .timedOut, "the transaction took too long", sqlState: "25P03")

  private let state = Monitor(State())
  private let options: TransactionOptions
  private let timeout: Duration
  private let began: @Sendable (Result<SQLiteTransaction, DatabaseFailure>) -> Void
  /// When it is too late to begin.
  let expires: ContinuousClock.Instant

  /// A transaction that calls `began` once it has begun, or cannot.
  init(
    _ options: TransactionOptions, timeout: Duration, expires: ContinuousClock.Instant,
    began: @escaping @Sendable (Result<SQLiteTransaction, DatabaseFailure>) -> Void
  ) {
    self.options = options
    self.timeout = max(timeout, options.statementTimeout ?? .zero)
    self.expires = expires
    self.began = began
  }

  /// It will not begin.
  func refuse(_ failure: DatabaseFailure) {
    state.withLock { $0.end = failure }
    began(.failure(failure))
  }

  // MARK: On the caller's side

  func query(_ sql: SQL, rowsMax: Int) async throws(DatabaseFailure) -> [Row] {
    try await run(sql, rowsMax: rowsMax).rows
  }

  func execute(_ sql: SQL) async throws(DatabaseFailure) -> Int {
    try await run(sql, rowsMax: nil).writtenCount
  }

  func commit() async throws(DatabaseFailure) {
    let failure: DatabaseFailure? = unsafe await withUnsafeContinuation { continuation in
      let end = send(.commit { unsafe continuation.resume(returning: $0) })
      if let end { unsafe continuation.resume(returning: end) }
    }
    if let failure { throw failure }
  }

  func rollback() async {
    unsafe await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
      let end = send(.rollback { unsafe continuation.resume() })
      if end != nil { unsafe continuation.resume() }
    }
  }

  private func run(_ sql: SQL, rowsMax: Int?) async throws(DatabaseFailure) -> StatementResult {
    try sql.validate()
    let result: Result<StatementResult, DatabaseFailure> = unsafe await withUnsafeContinuation {
      continuation in
      let end = send(.run(sql, rowsMax: rowsMax) { unsafe continuation.resume(returning: $0) })
      if let end { unsafe continuation.resume(returning: .failure(end)) }
    }
    return try result.get()
  }

  /// Leaves a command for the thread; gives the reason when it is not taken.
  private func send(_ command: Command) -> DatabaseFailure? {
    let end = state.withLock { state in
      if state.end == nil { state.commands.append(command) }
      return state.end
    }
    if end == nil { state.signal() }
    return end
  }

  // MARK: On the thread of the connection

  /// Serves the transaction from its beginning to its end.
  func serve(on connection: SQLiteConnection) {
    let deadline = ContinuousClock.now + timeout
    connection.timeoutOverride = options.statementTimeout
    defer { connection.timeoutOverride = nil }
    do throws(DatabaseFailure) {
      switch options.access {
      case .writing: try connection.control("BEGIN IMMEDIATE")
      case .reading:
        try connection.control("BEGIN")
        // The snapshot is taken by the first read.
        try connection.control("SELECT count(*) FROM sqlite_schema")
      }
    } catch {
      connection.rollback()
      return refuse(error)
    }
    began(.success(self))
    while let command = next(until: deadline) {
      if obey(command, on: connection) { return }
    }
    connection.rollback()
    end(Self.late)
  }

  private func next(until deadline: ContinuousClock.Instant) -> Command? {
    let rest = deadline - ContinuousClock.now
    guard rest > .zero else { return nil }
    return state.wait(within: rest) { $0.commands.isEmpty ? nil : $0.commands.removeFirst() }
  }

  /// Does as told; true when that ended the transaction.
  private func obey(_ command: Command, on connection: SQLiteConnection) -> Bool {
    switch command {
    case .run(let sql, let rowsMax, let finish):
      // A failure may have undone everything: what follows must not run by itself.
      guard connection.isInTransaction else {
        finish(.failure(Self.over))
        return false
      }
      do throws(DatabaseFailure) {
        finish(.success(try connection.run(sql, rowsMax: rowsMax)))
      } catch {
        finish(.failure(error))
      }
      return false
    case .commit(let finish):
      var failure: DatabaseFailure?
      if connection.isInTransaction {
        do throws(DatabaseFailure) {
          try connection.control("COMMIT")
        } catch {
          failure = error
          failure?.isOutcomeUnknown = error.code == .unavailable && options.access == .writing
          connection.rollback()
        }
      } else {
        failure = Self.over
      }
      end(Self.over)
      finish(failure)
      return true
    case .rollback(let finish):
      connection.rollback()
      end(Self.over)
      finish()
      return true
    }
  }

  /// Takes nothing more, and refuses what had come.
  private func end(_ failure: DatabaseFailure) {
    let left = state.withLock { state in
      state.end = failure
      defer { state.commands = [] }
      return state.commands
    }
    for command in left {
      switch command {
      case .run(_, _, let finish): finish(.failure(failure))
      case .commit(let finish): finish(failure)
      case .rollback(let finish): finish()
      }
    }
  }
}
