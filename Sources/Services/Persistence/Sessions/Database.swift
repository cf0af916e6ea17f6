/// A database: the port that whatever stores something is written against.
///
/// The adapters are `SQLiteDatabase` and `PostgreSQLDatabase`; `DatabaseConformanceTests` holds both
/// to what is said here. Any loop may call; the caller goes on where it was. Everything is bounded:
/// who would wait too long gets `.timedOut`, who finds too many waiting `.overloaded`.
///
/// A statement that is run on the database itself is a transaction of its own, and has lasted, on
/// disk, when the call returns.
package protocol Database: DatabaseSession {
  /// Runs all statements or none, and gives the number of rows that each wrote.
  ///
  /// Its commit may be shared with other callers' batches, so that one write to the disk serves
  /// many; a batch that fails takes no other with it.
  @discardableResult
  func apply(_ batch: StatementBatch) async throws(DatabaseFailure) -> [Int]

  /// Begins a transaction; `transaction(_:_:)` is what to call.
  func begin(_ options: TransactionOptions) async throws(DatabaseFailure) -> any OpenTransaction

  /// How transactions that lost against others are tried again.
  var retries: TransactionRetries { get }

  /// The connections at this moment.
  var poolCounts: DatabasePoolCounts { get }

  /// Asks the database for a sign of life, and says how the pool is.
  func health() async -> DatabaseHealth

  /// Lets go of connections that are idle, and forgets that the last ones could not be made, so that
  /// the next who asks gets a new one tried at once. What is under way goes on.
  func reconnect() async

  /// Ends what is open; whatever is asked afterwards throws `.unavailable`.
  func close() async
}

extension Database {
  /// Nothing to make anew.
  package func reconnect() async {}
}
