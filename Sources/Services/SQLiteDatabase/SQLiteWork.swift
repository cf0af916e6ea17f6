internal import Persistence

/// Statements that wait for a connection and run without a word from the caller in between.
struct SQLiteWork: Sendable {
  /// All of them or none.
  let statements: [SQL]
  /// The most rows that each may give; nil when they are not wanted.
  let rowsMax: Int?
  /// When it is too late to begin.
  let expires: ContinuousClock.Instant
  /// Takes the results, once.
  let finish: @Sendable (Result<[StatementResult], DatabaseFailure>) -> Void

  /// Runs the statements inside a transaction that somebody else ends.
  func run(on connection: SQLiteConnection) throws(DatabaseFailure) -> [StatementResult] {
    var results: [StatementResult] = []
    for statement in statements {
      results.append(try connection.run(statement, rowsMax: rowsMax))
    }
    return results
  }
}
