/// How a file of SQLite is used.
package struct SQLiteSettings: Sendable, Hashable {
  /// The file; made with mode 0600 when it is not there, and so is its folder, with mode 0700.
  package var path: String
  /// Connections that read, each with a thread; one more writes.
  package var readersMax = 3
  /// Callers that may wait for the writer, and for a reader; past it `.overloaded`.
  package var waitersMax = 4096
  /// How long a caller waits for its turn.
  package var waitTimeout = Duration.seconds(5)
  /// How long one statement may run.
  package var statementTimeout = Duration.seconds(10)
  /// How long a transaction may last from its beginning to its end.
  package var transactionTimeout = Duration.seconds(15)
  /// How long another process may hold the file.
  package var busyTimeout = Duration.seconds(5)
  /// Prepared statements that each connection keeps.
  package var preparedMax = 128

  /// The usual settings for a file.
  package init(path: String) { self.path = path }

  /// Pieces of work of one shared commit at most.
  static let groupMax = 256
}
