/// Why a database did not do what was asked. Says nothing of bound values, addresses or passwords.
package struct DatabaseFailure: Error, Sendable, Hashable, CustomStringConvertible {
  /// What kind of failure it is.
  package enum Code: Sendable, Hashable {
    /// A row with this key is there already; the constraint, index or columns as the database names
    /// them (SQLite: `table.column`), where it does.
    case uniqueViolation(constraint: String?)
    /// A row that is referred to is missing, or still referred to.
    case foreignKeyViolation
    /// A column that must have a value got none.
    case notNullViolation
    /// A `CHECK` of the schema is not met.
    case checkViolation
    /// Others changed what was read: the transaction was rolled back and may be tried again.
    case serializationFailure
    /// The database cannot be reached, or was lost on the way.
    case unavailable
    /// Too many wait already: come back later.
    case overloaded
    /// The time for it was over; it was rolled back.
    case timedOut
    /// More rows than the caller wanted to hold.
    case tooManyRows
    /// A row is not as it was expected.
    case unexpectedShape
    /// A value that not every database can keep.
    case invalidValue
    /// The table is not there.
    case undefinedTable
    /// The statement is not understood.
    case syntax
    /// The file or the server is not one that this program can use.
    case unusable
    /// Anything else.
    case other
  }

  /// What kind of failure it is.
  package var code: Code
  /// The five characters of SQL's own classification, where known (ISO 9075 "SQLSTATE").
  package var sqlState: String?
  /// What the database said, without values.
  package var message: String
  /// Whether what was asked may have taken effect all the same: the answer to a commit was lost.
  package var isOutcomeUnknown: Bool

  /// A failure; `message` must not contain values or secrets.
  package init(
    _ code: Code, _ message: String, sqlState: String? = nil, isOutcomeUnknown: Bool = false
  ) {
    self.code = code
    self.message = message
    self.sqlState = sqlState
    self.isOutcomeUnknown = isOutcomeUnknown
  }

  /// Whether the whole transaction may simply be run again, at once or a little later.
  package var isRetryable: Bool { code == .serializationFailure && !isOutcomeUnknown }

  package var description: String {
    let state = sqlState.map { " (SQLSTATE \($0))" } ?? ""
    return "\(message)\(state)\(isOutcomeUnknown ? "; the outcome is not known" : "")"
  }
}
