internal import Persistence

/// One of those that read, each with a snapshot of its own that no writer disturbs.
struct SQLiteReader: Sendable {
  /// Told instead of rows when a statement turns out to write; it wants the writer.
  static let wantsWriter = DatabaseFailure(.other, "the statement writes", sqlState: "25006")

  let queue: SQLiteQueue

  /// Serves until the queue is closed and empty; the thread's whole life.
  func serve(_ connection: SQLiteConnection) {
    while let jobs = queue.take(groupMax: 1) {
      for job in jobs {
        switch job {
        case .work(let work): run(work, on: connection)
        case .transaction(let transaction): transaction.serve(on: connection)
        }
      }
      queue.rest()
    }
  }

  private func run(_ work: SQLiteWork, on connection: SQLiteConnection) {
    do throws(DatabaseFailure) {
      for statement in work.statements where try !connection.isReading(statement) {
        throw Self.wantsWriter
      }
      let results = try work.run(on: connection)
      work.finish(.success(results))
    } catch {
      work.finish(.failure(error))
    }
  }
}
