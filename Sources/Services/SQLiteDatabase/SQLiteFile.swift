internal import Locks
package import Persistence

/// A database in one file of SQLite, for an edge that stands alone.
///
/// One thread writes and a few read, each with its own connection, so that no call of SQLite runs
/// on a loop. Readers beyond the first come when they are wanted: each keeps the schema for itself. Writes that wait share a transaction and one write to the disk (group commit); each has
/// a savepoint, so that one that fails takes no other with it.
package final class SQLiteFile: Database {
  private struct Threads: Sendable {
    var running = 0
    /// Threads that read, or are about to.
    var readers = 0
    var waiting: [@Sendable () -> Void] = []
  }

  private let settings: SQLiteSettings
  private let writes: SQLiteQueue
  private let reads: SQLiteQueue
  private let commits = SQLiteCommitCount()
  private let threads = Mutex(Threads())
  package let retries: TransactionRetries

  init(_ settings: SQLiteSettings, retries: TransactionRetries) {
    self.settings = settings
    self.retries = retries
    writes = SQLiteQueue(waitersMax: settings.waitersMax)
    reads = SQLiteQueue(waitersMax: settings.waitersMax)
  }

  /// Starts the writer, which makes the file, then a reader.
  func start() async throws(DatabaseFailure) {
    let settings = settings
    let writer = SQLiteWriter(queue: writes, commits: commits)
    try await startThread(name: "floe-db-write") { () throws(DatabaseFailure) in
      try Self.makeFile(settings.path)
      return try SQLiteConnection(settings, isWriter: true)
    } serve: {
      writer.serve($0)
    }
    threads.withLock { $0.readers = 1 }
    let reader = SQLiteReader(queue: reads)
    try await startThread(name: "floe-db-read-0") { () throws(DatabaseFailure) in
      try SQLiteConnection(settings, isWriter: false)
    } serve: {
      reader.serve($0)
    }
  }

  /// Puts a job into a queue, and starts another reader where more wait than are free.
  private func submit(_ job: SQLiteJob, to queue: SQLiteQueue) -> DatabaseFailure? {
    if let failure = queue.submit(job) { return failure }
    guard queue === reads else { return nil }
    let (waiting, busy) = reads.counts
    let index: Int? = threads.withLock { threads in
      guard waiting > threads.readers - busy, threads.readers < max(settings.readersMax, 1) else {
        return nil
      }
      threads.readers += 1
      threads.running += 1
      return threads.readers - 1
    }
    if let index { startReader(index) }
    return nil
  }

  private func startReader(_ index: Int) {
    let (settings, reader) = (settings, SQLiteReader(queue: reads))
    SQLiteThread.start(name: "floe-db-read-\(index)") { () throws(DatabaseFailure) in
      try SQLiteConnection(settings, isWriter: false)
    } opened: { failure in
      guard failure != nil else { return }
      // What waits is served by the readers that there are.
      self.threads.withLock { $0.readers -= 1 }
      self.threadEnded()
    } serve: {
      reader.serve($0)
    } ended: {
      self.threadEnded()
    }
  }

  private func startThread(
    name: String, open: @escaping @Sendable () throws(DatabaseFailure) -> SQLiteConnection,
    serve: @escaping @Sendable (SQLiteConnection) -> Void
  ) async throws(DatabaseFailure) {
    threads.withLock { $0.running += 1 }
    do {
      try await SQLiteThread.start(name: name, open: open, serve: serve) { self.threadEnded() }
    } catch {
      threadEnded()
      throw error
    }
  }

  private func threadEnded() {
    let woken = threads.withLock { threads -> [@Sendable () -> Void] in
      threads.running -= 1
      guard threads.running == 0 else { return [] }
      defer { threads.waiting = [] }
      return threads.waiting
    }
    for wake in woken { wake() }
  }

  package func query(_ sql: SQL, rowsMax: Int) async throws(DatabaseFailure) -> [Row] {
    try sql.validate()
    if !Self.seemsToWrite(sql) {
      do {
        return try await run([sql], rowsMax: rowsMax, in: reads)[0].rows
      } catch {
        guard error == SQLiteReader.wantsWriter else { throw error }
      }
    }
    return try await run([sql], rowsMax: rowsMax, in: writes)[0].rows
  }

  @discardableResult
  package func execute(_ sql: SQL) async throws(DatabaseFailure) -> Int {
    try sql.validate()
    return try await run([sql], rowsMax: nil, in: writes)[0].writtenCount
  }

  @discardableResult
  package func apply(_ batch: StatementBatch) async throws(DatabaseFailure) -> [Int] {
    try batch.validate()
    guard !batch.statements.isEmpty else { return [] }
    return try await run(batch.statements, rowsMax: nil, in: writes).map(\.writtenCount)
  }

  package func begin(
    _ options: TransactionOptions
  ) async throws(DatabaseFailure) -> any OpenTransaction {
    let queue = options.access == .writing ? writes : reads
    let (timeout, expires) = (
      settings.transactionTimeout, ContinuousClock.now + settings.waitTimeout
    )
    let begun: Result<SQLiteTransaction, DatabaseFailure> = unsafe await withUnsafeContinuation {
      continuation in
      let transaction = SQLiteTransaction(options, timeout: timeout, expires: expires) {
        unsafe continuation.resume(returning: $0)
      }
      if let failure = submit(.transaction(transaction), to: queue) { transaction.refuse(failure) }
    }
    return try begun.get()
  }

  package func health() async -> DatabaseHealth {
    let start = ContinuousClock.now
    var failure: DatabaseFailure?
    do throws(DatabaseFailure) {
      _ = try await run(["SELECT 1"], rowsMax: 1, in: reads)
    } catch {
      failure = error
    }
    let latency = failure == nil ? ContinuousClock.now - start : nil
    return DatabaseHealth(latency: latency, failure: failure, pool: poolCounts)
  }

  /// Transactions that carried single statements and batches so far.
  package var commitCount: Int { commits.value }

  package func close() async {
    writes.close()
    reads.close()
    unsafe await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
      let isOver = threads.withLock { threads in
        guard threads.running > 0 else { return true }
        threads.waiting.append { unsafe continuation.resume() }
        return false
      }
      if isOver { unsafe continuation.resume() }
    }
  }

  /// Connections of the writer and the readers, and who waits for either.
  package var poolCounts: DatabasePoolCounts {
    let (writing, reading) = (writes.counts, reads.counts)
    return DatabasePoolCounts(
      open: threads.withLock { $0.running }, busy: writing.busy + reading.busy,
      waiting: writing.waiting + reading.waiting, connectionsMax: max(settings.readersMax, 1) + 1)
  }

  private func run(
    _ statements: [SQL], rowsMax: Int?, in queue: SQLiteQueue
  ) async throws(DatabaseFailure) -> [StatementResult] {
    let expires = ContinuousClock.now + settings.waitTimeout
    let result: Result<[StatementResult], DatabaseFailure> = unsafe await withUnsafeContinuation {
      continuation in
      let work = SQLiteWork(statements: statements, rowsMax: rowsMax, expires: expires) {
        unsafe continuation.resume(returning: $0)
      }
      if let failure = submit(.work(work), to: queue) { work.finish(.failure(failure)) }
    }
    return try result.get()
  }

  /// A guess that saves a turn over a reader; the reader knows.
  private static func seemsToWrite(_ sql: SQL) -> Bool {
    let first = sql.text.drop { $0.isWhitespace }.prefix(6).lowercased()
    return ["insert", "update", "delete"].contains(first)
  }
}
