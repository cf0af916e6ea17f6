internal import Persistence

/// What waits for a connection.
enum SQLiteJob: Sendable {
  /// Statements that may share a transaction with others.
  case work(SQLiteWork)
  /// A transaction that goes on as its body says.
  case transaction(SQLiteTransaction)

  /// Refuses it.
  func fail(_ failure: DatabaseFailure) {
    switch self {
    case .work(let work): work.finish(.failure(failure))
    case .transaction(let transaction): transaction.refuse(failure)
    }
  }

  /// When it is too late to begin.
  var expires: ContinuousClock.Instant {
    switch self {
    case .work(let work): work.expires
    case .transaction(let transaction): transaction.expires
    }
  }
}
