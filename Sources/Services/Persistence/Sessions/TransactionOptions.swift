/// How a transaction is meant.
package struct TransactionOptions: Sendable, Hashable {
  /// What a transaction may do.
  package enum Access: Sendable, Hashable {
    /// Sees one state of everything, and writes nothing.
    case reading
    /// Reads and writes as if it were alone (isolation level `SERIALIZABLE`).
    case writing
  }

  /// What it may do.
  package var access: Access
  /// How long one statement may take, and the body between two of them; nil for what the database
  /// is set to.
  package var statementTimeout: Duration?

  /// Options of a transaction.
  package init(_ access: Access, statementTimeout: Duration? = nil) {
    self.access = access
    self.statementTimeout = statementTimeout
  }
}
