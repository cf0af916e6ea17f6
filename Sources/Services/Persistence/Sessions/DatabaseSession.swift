/// Something that runs statements: a database, each statement for itself, or a transaction.
///
/// What stores something takes `any DatabaseSession` where both will do.
package protocol DatabaseSession: Sendable {
  /// Runs a statement and gives its rows.
  ///
  /// - Parameters:
  ///   - sql: one statement; it may write and return rows (`RETURNING`).
  ///   - rowsMax: past it `.tooManyRows`, and what the statement wrote is undone.
  func query(_ sql: SQL, rowsMax: Int) async throws(DatabaseFailure) -> [Row]

  /// Runs a statement and gives the number of rows that it wrote; 0 for what writes none.
  @discardableResult
  func execute(_ sql: SQL) async throws(DatabaseFailure) -> Int
}

extension DatabaseSession {
  /// Runs a statement and gives its rows, a thousand at most.
  package func query(_ sql: SQL) async throws(DatabaseFailure) -> [Row] {
    try await query(sql, rowsMax: 1000)
  }

  /// Runs a statement of at most one row.
  ///
  /// - Throws: `.tooManyRows` when there are more.
  package func first(_ sql: SQL) async throws(DatabaseFailure) -> Row? {
    try await query(sql, rowsMax: 1).first
  }
}
