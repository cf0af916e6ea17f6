/// How a database is at one moment.
package struct DatabaseHealth: Sendable, Hashable {
  /// How long a statement that does nothing took; nil when it failed.
  package var latency: Duration?
  /// Why it failed.
  package var failure: DatabaseFailure?
  /// Connections to the server, or to the file.
  package var pool: DatabasePoolCounts

  /// What was found out.
  package init(latency: Duration?, failure: DatabaseFailure?, pool: DatabasePoolCounts) {
    self.latency = latency
    self.failure = failure
    self.pool = pool
  }

  /// Whether the database answers.
  package var isReachable: Bool { latency != nil }
}
