internal import CSQLite
internal import Glibc
internal import Persistence

/// One connection to a file, for one thread at a time; every call may block.
///
/// `@safe`: the handle is made by `init` and closed by `deinit`, the statements before it, and the
/// deadline that SQLite looks at lives as long as the handle.
@safe final class SQLiteConnection {
  private struct Prepared {
    let statement: SQLiteStatement
    var lastUse: UInt64
  }

  private let handle: OpaquePointer
  private let deadline: UnsafeMutablePointer<UInt64>
  private var prepared: [String: Prepared] = [:]
  private var useCount: UInt64 = 0
  private let preparedMax: Int
  private let statementTimeout: Duration
  /// How long statements may run, when another time than the usual is wanted.
  var timeoutOverride: Duration?

  /// How many of SQLite's instructions pass between two looks at the clock.
  private static let instructionsPerLook: Int32 = 2000

  /// Opens the file for writing, or for reading only.
  init(_ settings: SQLiteSettings, isWriter: Bool) throws(DatabaseFailure) {
    var opened: OpaquePointer?
    let flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
      | (isWriter ? SQLITE_OPEN_CREATE : 0)
    let result = unsafe sqlite3_open_v2(settings.path, &opened, flags, nil)
    guard let opened = unsafe opened, result == SQLITE_OK else {
      let message = unsafe opened.map { unsafe String(cString: sqlite3_errmsg($0)) }
      unsafe sqlite3_close_v2(opened)
      throw DatabaseFailure(sqlite: result, message ?? "no memory for a connection")
    }
    unsafe handle = opened
    unsafe deadline = .allocate(capacity: 1)
    unsafe deadline.initialize(to: 0)
    preparedMax = settings.preparedMax
    statementTimeout = settings.statementTimeout
    unsafe sqlite3_busy_timeout(handle, Int32(settings.busyTimeout / .milliseconds(1)))
    unsafe sqlite3_progress_handler(handle, Self.instructionsPerLook, sqliteLooked, deadline)
    // WAL with FULL writes the log to the disk at each commit: what was acknowledged outlives a
    // loss of power. The size limit keeps a log that grew once from staying so.
    let setup: [StaticString] =
      isWriter
      ? [
        "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON",
        "PRAGMA trusted_schema = OFF", "PRAGMA journal_size_limit = 67108864",
      ] : ["PRAGMA query_only = ON", "PRAGMA trusted_schema = OFF"]
    for statement in setup { try control(statement) }
    // Reads the header, and so finds out whether this is a file of SQLite at all.
    try control("SELECT count(*) FROM sqlite_schema")
  }

  deinit {
    prepared.removeAll()
    unsafe sqlite3_close_v2(handle)
    unsafe deadline.deallocate()
  }

  /// Whether a transaction is open: some failures end it.
  var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

  /// Runs a statement of this adapter's own, such as `COMMIT`.
  func control(_ text: StaticString) throws(DatabaseFailure) {
    unsafe deadline.pointee = 0
    let result = unsafe sqlite3_exec(handle, "\(text)", nil, nil, nil)
    guard result == SQLITE_OK else { throw failure(result) }
  }

  /// Ends an open transaction without its effects.
  func rollback() {
    // A failed COMMIT may have ended it already; an error here leaves nothing to do.
    if isInTransaction { try? control("ROLLBACK") }
  }

  /// The text as SQLite reads it fastest: it takes `$1` for a name, and looks each name up among all
  /// that came before, which takes seconds where a statement has thousands; `?1` is a number.
  private static func text(of sql: SQL) -> String { sql.text(placeholder: "?") }

  /// Whether a statement writes nothing.
  func isReading(_ sql: SQL) throws(DatabaseFailure) -> Bool {
    try statement(for: Self.text(of: sql)).isReading
  }

  /// Runs a statement.
  ///
  /// - Parameter rowsMax: the most rows to hold; nil drops them.
  func run(_ sql: SQL, rowsMax: Int?) throws(DatabaseFailure) -> StatementResult {
    let statement = try statement(for: Self.text(of: sql))
    unsafe deadline.pointee =
      sqliteNanoseconds() + Self.nanoseconds(timeoutOverride ?? statementTimeout)
    defer {
      unsafe deadline.pointee = 0
      statement.reset()
    }
    guard sql.values.count == statement.parameterCount else {
      throw DatabaseFailure(.syntax, "a value stands where no parameter can", sqlState: "42601")
    }
    for (index, value) in sql.values.enumerated() {
      let result = statement.bind(value, at: Int32(index + 1))
      guard result == SQLITE_OK else { throw failure(result) }
    }
    let changesBefore = unsafe sqlite3_total_changes64(handle)
    var outcome = StatementResult()
    var columns: [String] = []
    while true {
      let result = statement.step()
      if result == SQLITE_DONE { break }
      guard result == SQLITE_ROW else { throw failure(result) }
      guard let rowsMax else { continue }
      if outcome.rows.isEmpty { columns = statement.columns }
      try outcome.append(Row(columns: columns, values: statement.values), rowsMax: rowsMax)
    }
    // The count of changes stays as it was when a statement changes nothing.
    if unsafe sqlite3_total_changes64(handle) != changesBefore {
      outcome.writtenCount = unsafe Int(sqlite3_changes64(handle))
    }
    return outcome
  }

  private func statement(for text: String) throws(DatabaseFailure) -> SQLiteStatement {
    useCount += 1
    if let known = prepared[text] {
      prepared[text]?.lastUse = useCount
      return known.statement
    }
    var made: OpaquePointer?
    var isAlone = true
    let result = unsafe text.withCString { bytes in
      var rest: UnsafePointer<CChar>?
      let result = unsafe sqlite3_prepare_v3(
        handle, bytes, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &made, &rest)
      if let rest = unsafe rest {
        isAlone = unsafe String(cString: rest).utf8.allSatisfy { $0 <= 32 || $0 == 59 }
      }
      return result
    }
    guard result == SQLITE_OK else { throw failure(result) }
    guard let made = unsafe made else {
      throw DatabaseFailure(.syntax, "there is no statement", sqlState: "42601")
    }
    let statement = unsafe SQLiteStatement(made)
    guard isAlone else {
      throw DatabaseFailure(.syntax, "there is more than one statement", sqlState: "42601")
    }
    if prepared.count >= preparedMax,
      let oldest = prepared.min(by: { $0.value.lastUse < $1.value.lastUse })
    {
      prepared[oldest.key] = nil
    }
    prepared[text] = Prepared(statement: statement, lastUse: useCount)
    return statement
  }

  private func failure(_ result: Int32) -> DatabaseFailure {
    DatabaseFailure(sqlite: result, unsafe String(cString: sqlite3_errmsg(handle)))
  }

  private static func nanoseconds(_ duration: Duration) -> UInt64 {
    UInt64(max(0, duration / .nanoseconds(1)))
  }
}

/// The clock of deadlines.
private func sqliteNanoseconds() -> UInt64 {
  var time = timespec()
  unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// Called by SQLite now and then while a statement runs; anything but 0 interrupts it.
private func sqliteLooked(_ context: UnsafeMutableRawPointer?) -> Int32 {
  let deadline = unsafe context!.assumingMemoryBound(to: UInt64.self).pointee
  return deadline != 0 && sqliteNanoseconds() > deadline ? 1 : 0
}
