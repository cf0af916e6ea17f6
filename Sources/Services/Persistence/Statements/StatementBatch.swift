/// Statements that take effect together or not at all, and may share their commit with the batches
/// of other callers: for counters that many requests move.
package struct StatementBatch: Sendable, Hashable, ExpressibleByArrayLiteral {
  /// The most statements of one batch.
  package static let statementsMax = 1000

  /// In the order in which they run.
  package private(set) var statements: [SQL]

  /// A batch of these statements.
  package init(_ statements: [SQL] = []) { self.statements = statements }

  package init(arrayLiteral elements: SQL...) { statements = elements }

  /// Adds a statement at the end.
  package mutating func append(_ statement: SQL) { statements.append(statement) }

  /// Refuses what no database should be asked; see `SQL.validate()`.
  package func validate() throws(DatabaseFailure) {
    guard statements.count <= Self.statementsMax else {
      throw DatabaseFailure(.invalidValue, "a batch has \(statements.count) statements")
    }
    for statement in statements { try statement.validate() }
  }
}
