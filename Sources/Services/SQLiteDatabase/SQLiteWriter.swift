internal import Persistence

/// The one that writes. While a commit is on its way to the disk others come to wait; the next
/// commit takes them all, so that one write to the disk serves many.
struct SQLiteWriter: Sendable {
  let queue: SQLiteQueue
  /// Commits of works so far.
  let commits: SQLiteCommitCount

  /// Serves until the queue is closed and empty; the thread's whole life.
  func serve(_ connection: SQLiteConnection) {
    while let jobs = queue.take(groupMax: SQLiteSettings.groupMax) {
      var works: [SQLiteWork] = []
      for job in jobs {
        switch job {
        case .work(let work): works.append(work)
        case .transaction(let transaction): transaction.serve(on: connection)
        }
      }
      var rest = works
      while !rest.isEmpty { rest = commit(rest, on: connection) }
      queue.rest()
    }
  }

  /// Runs works in one transaction, each on its own savepoint, and answers all of them once the
  /// commit is on the disk. Gives what has to be run again, because a failure of another work took
  /// the whole transaction with it.
  private func commit(_ works: [SQLiteWork], on connection: SQLiteConnection) -> [SQLiteWork] {
    do throws(DatabaseFailure) {
      try connection.control("BEGIN IMMEDIATE")
    } catch {
      for work in works { work.finish(.failure(error)) }
      return []
    }
    var done: [(work: SQLiteWork, results: [StatementResult])] = []
    for (index, work) in works.enumerated() {
      do throws(DatabaseFailure) {
        try connection.control("SAVEPOINT work")
        let results = try work.run(on: connection)
        try connection.control("RELEASE work")
        done.append((work, results))
      } catch {
        work.finish(.failure(error))
        guard Self.undo(on: connection) else {
          connection.rollback()
          return done.map(\.work) + works[(index + 1)...]
        }
      }
    }
    do throws(DatabaseFailure) {
      try connection.control("COMMIT")
    } catch {
      connection.rollback()
      var failure = error
      // The log may hold the commit although its way to the disk was not confirmed.
      if failure.code == .unavailable { failure.isOutcomeUnknown = true }
      for each in done { each.work.finish(.failure(failure)) }
      return []
    }
    commits.add()
    for each in done { each.work.finish(.success(each.results)) }
    return []
  }

  /// Goes back to the savepoint; false when the transaction is gone or cannot be trusted.
  private static func undo(on connection: SQLiteConnection) -> Bool {
    guard connection.isInTransaction else { return false }
    do throws(DatabaseFailure) {
      try connection.control("ROLLBACK TO work")
      try connection.control("RELEASE work")
      return true
    } catch {
      return false
    }
  }
}
