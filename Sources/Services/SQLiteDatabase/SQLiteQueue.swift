internal import Locks
internal import Persistence

/// What waits for the writer, or for a reader, in order and within a limit.
final class SQLiteQueue: Sendable {
  private struct State: Sendable {
    var jobs: [SQLiteJob] = []
    var busyCount = 0
    var isClosed = false
  }

  private let state = Monitor(State())
  private let waitersMax: Int

  /// A queue of so many at most.
  init(waitersMax: Int) { self.waitersMax = waitersMax }

  /// How many wait, and how many threads are at work.
  var counts: (waiting: Int, busy: Int) { state.withLock { ($0.jobs.count, $0.busyCount) } }

  /// Puts a job at the end; gives the reason when it may not wait.
  func submit(_ job: SQLiteJob) -> DatabaseFailure? {
    let failure: DatabaseFailure? = state.withLock { state in
      guard !state.isClosed else { return DatabaseFailure(.unavailable, "the database is closed") }
      guard state.jobs.count < waitersMax else {
        return DatabaseFailure(.overloaded, "too many wait for the database", sqlState: "53300")
      }
      state.jobs.append(job)
      return nil
    }
    if failure == nil { state.signal() }
    return failure
  }

  /// Waits for jobs and takes the first, with those behind it that may share its transaction; nil
  /// when the queue is closed and empty. The thread counts as busy until `rest()`.
  func take(groupMax: Int) -> [SQLiteJob]? {
    let taken: [SQLiteJob] = state.wait { state in
      guard let first = state.jobs.first else { return state.isClosed ? [] : nil }
      var count = 1
      if case .work = first {
        while count < min(groupMax, state.jobs.count), case .work = state.jobs[count] { count += 1 }
      }
      let taken = Array(state.jobs.prefix(count))
      state.jobs.removeFirst(count)
      state.busyCount += 1
      return taken
    }
    guard !taken.isEmpty else { return nil }
    let now = ContinuousClock.now
    return taken.filter { job in
      guard job.expires < now else { return true }
      job.fail(DatabaseFailure(.timedOut, "waited too long for the database", sqlState: "55P03"))
      return false
    }
  }

  /// The thread is free again.
  func rest() { state.withLock { $0.busyCount -= 1 } }

  /// Takes nothing more; what waits is still served.
  func close() {
    state.withLock { $0.isClosed = true }
    state.signal()
  }
}
