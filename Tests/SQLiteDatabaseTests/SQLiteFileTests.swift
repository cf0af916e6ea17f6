import Glibc
import Persistence
import SQLiteDatabase
import TestSupport
import Testing

/// What is particular to the database in a file.
@Suite struct SQLiteFileTests {
  private let directory = TemporaryDirectory("sqlite")

  private func code(of body: () async throws(DatabaseFailure) -> Void) async
    -> DatabaseFailure.Code?
  {
    do {
      try await body()
      return nil
    } catch {
      return error.code
    }
  }

  @Test func `the file and those beside it are for their owner alone`() async throws {
    let path = directory("private.sqlite")
    let database = try await SQLiteFile.open(SQLiteSettings(path: path))
    try await database.execute("CREATE TABLE t (a BIGINT)")
    for name in [path, path + "-wal", path + "-shm"] {
      var status = stat()
      #expect(stat(name, &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600, "\(name)")
    }
    await database.close()
  }

  @Test func `what is no file of SQLite is said to be none`() async {
    let path = directory.write("other.txt", Array("no database, but a text of some length".utf8))
    #expect(
      await code { () throws(DatabaseFailure) in
        _ = try await SQLiteFile.open(SQLiteSettings(path: path))
      } == .unusable)
  }

  @Test func `a folder that is not there makes the database unavailable`() async {
    let path = directory("missing/deeper/floe.sqlite")
    #expect(
      await code { () throws(DatabaseFailure) in
        _ = try await SQLiteFile.open(SQLiteSettings(path: path))
      } == .unavailable)
  }

  @Test func `a file that another holds locked is waited for, within a limit`() async throws {
    let path = directory("locked.sqlite")
    let holder = try await SQLiteFile.open(SQLiteSettings(path: path))
    try await holder.execute("CREATE TABLE t (a BIGINT)")
    var impatient = SQLiteSettings(path: path)
    impatient.busyTimeout = .milliseconds(20)
    let other = try await SQLiteFile.open(impatient)
    try await holder.transaction { transaction in
      try await transaction.execute("INSERT INTO t (a) VALUES (1)")
      let code = await code { () throws(DatabaseFailure) in
        _ = try await other.execute("INSERT INTO t (a) VALUES (2)")
      }
      #expect(code == .timedOut)
      let seen = try await other.query("SELECT a FROM t")
      #expect(seen == [])
    }
    try await other.execute("INSERT INTO t (a) VALUES (3)")
    await other.close()
    await holder.close()
  }

  @Test func `many that write at once share their commits`() async throws {
    let database = try await SQLiteFile.open(SQLiteSettings(path: directory("shared.sqlite")))
    try await database.execute("CREATE TABLE t (a BIGINT NOT NULL)")
    let before = database.commitCount
    // While somebody holds the writer, all the others come to wait.
    let (mayEnd, end) = AsyncStream<Void>.makeStream()
    let (isHeld, held) = AsyncStream<Void>.makeStream()
    async let holder: Void = database.transaction { _ in
      held.finish()
      for await _ in mayEnd {}
    }
    for await _ in isHeld {}
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<200 {
        group.addTask { try await database.execute("INSERT INTO t (a) VALUES (\(number))") }
      }
      while database.poolCounts.waiting < 200 { try await Task.sleep(for: .milliseconds(1)) }
      end.finish()
      try await group.waitForAll()
    }
    try await holder
    let row = try await database.first("SELECT COUNT(*) AS n, COUNT(DISTINCT a) AS d FROM t")
    #expect(row?.values == [.integer(200), .integer(200)])
    #expect(database.commitCount - before <= 2)
    await database.close()
  }

  @Test func `a statement that is stopped in the middle of others takes none of them with it`()
    async throws
  {
    var settings = SQLiteSettings(path: directory("stopped.sqlite"))
    settings.statementTimeout = .milliseconds(150)
    let database = try await SQLiteFile.open(settings)
    try await database.execute("CREATE TABLE t (a BIGINT NOT NULL)")
    let endless: SQL = """
      INSERT INTO t (a) WITH RECURSIVE n (i) AS
        (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT -i FROM n WHERE i < 0
      """
    let failed = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<40 {
        group.addTask {
          await code { () throws(DatabaseFailure) in
            _ = try await database.execute(
              number == 20 ? endless : "INSERT INTO t (a) VALUES (\(number))")
          } != nil
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(failed == 1)
    let row = try await database.first("SELECT COUNT(*) AS n FROM t WHERE a >= 0")
    #expect(row?.values == [.integer(39)])
    await database.close()
  }

  @Test func `a body that does not end is ended, and others go on`() async throws {
    var settings = SQLiteSettings(path: directory("slow.sqlite"))
    settings.transactionTimeout = .milliseconds(100)
    let database = try await SQLiteFile.open(settings)
    try await database.execute("CREATE TABLE t (a BIGINT NOT NULL)")
    let (mayEnd, end) = AsyncStream<Void>.makeStream()
    let (isHeld, held) = AsyncStream<Void>.makeStream()
    async let slow: DatabaseFailure? = {
      do {
        try await database.transaction { transaction in
          try await transaction.execute("INSERT INTO t (a) VALUES (1)")
          held.finish()
          for await _ in mayEnd {}
          try await transaction.execute("INSERT INTO t (a) VALUES (2)")
        }
        return nil
      } catch {
        return error as? DatabaseFailure
      }
    }()
    for await _ in isHeld {}
    try await database.execute("INSERT INTO t (a) VALUES (3)")
    end.finish()
    let failure = await slow
    #expect(failure?.code == .timedOut)
    let rows = try await database.query("SELECT a FROM t")
    #expect(rows.map(\.values) == [[.integer(3)]])
    await database.close()
  }
}
