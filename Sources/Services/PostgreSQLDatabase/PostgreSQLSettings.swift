package import Resilience

/// Which server is used, and within which limits.
package struct PostgreSQLSettings: Sendable {
  /// `postgres://user:password@host:port/database?sslmode=…`, as libpq takes it.
  package var url: String
  /// Connections at once.
  package var connectionsMax = 8
  /// Callers that may wait for a connection; past it `.overloaded`.
  package var waitersMax = 1000
  /// How long a caller waits for a connection.
  package var waitTimeout = Duration.seconds(5)
  /// How long a connection may take to be made.
  package var connectTimeout = Duration.seconds(5)
  /// How long one statement may run.
  package var statementTimeout = Duration.seconds(10)
  /// How long a transaction may last from its beginning to its end.
  package var transactionTimeout = Duration.seconds(15)
  /// How old a connection becomes before it is replaced.
  package var ageMax = Duration.seconds(1800)
  /// How long a connection rests before the server is asked whether it is still there.
  package var checkInterval = Duration.seconds(30)
  /// The time between two attempts to reach a server that is not there.
  package var backoff = Backoff(first: .milliseconds(100), longest: .seconds(5))
  /// Prepared statements that each connection keeps; 0 for a proxy that cannot keep them.
  package var preparedMax = 128

  /// The usual settings for a server.
  package init(url: String) { self.url = url }

  /// How long a statement that was cancelled may take to end.
  static let cancelGrace = Duration.seconds(2)
}
