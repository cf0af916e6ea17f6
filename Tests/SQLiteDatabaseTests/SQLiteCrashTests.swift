import Glibc
import Persistence
import SQLiteDatabase
import TestSupport
import Testing

/// What was acknowledged is there after the process was killed in the middle of its writing.
@Suite struct SQLiteCrashTests {
  @Test(arguments: [3, 40, 150])
  func `a process that is killed while it writes loses nothing that it acknowledged`(
    milliseconds: Int
  ) async throws {
    let directory = TemporaryDirectory("crash")
    let (file, notes) = (directory("crash.sqlite"), directory("acknowledged"))
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [file = file as String, notes = notes as String, milliseconds = milliseconds as Int] in
      let database = try await SQLiteFile.open(SQLiteSettings(path: file))
      try await database.execute("CREATE TABLE t (a BIGINT NOT NULL PRIMARY KEY, b BYTEA)")
      let log = open(notes, O_WRONLY | O_CREAT | O_APPEND, 0o600)
      BlockingThread.start {
        usleep(UInt32(milliseconds) * 1000)
        kill(getpid(), SIGKILL)
      }
      await withTaskGroup(of: Void.self) { group in
        for writer in 0..<8 {
          group.addTask {
            for number in 0... {
              let key = writer * 1_000_000 + number
              let bytes = [UInt8](repeating: UInt8(number & 255), count: 300)
              guard
                (try? await database.execute("INSERT INTO t (a, b) VALUES (\(key), \(bytes))")) == 1
              else { exit(1) }
              let line = "\(key)\n"
              guard write(log, line, line.utf8.count) == line.utf8.count else { exit(1) }
            }
          }
        }
      }
    }
    let database = try await SQLiteFile.open(SQLiteSettings(path: file))
    let rows = try await database.query("SELECT a, b FROM t", rowsMax: 1_000_000)
    var found: Set<Int> = []
    for row in rows {
      let key = try row.value("a", as: Int.self)
      found.insert(key)
      let bytes = try row.value("b", as: [UInt8].self)
      #expect(bytes == [UInt8](repeating: UInt8(key % 1_000_000 & 255), count: 300))
    }
    let acknowledged = try lines(of: notes)
    #expect(acknowledged.filter { !found.contains($0) } == [])
    let check = try await database.first("PRAGMA integrity_check")
    #expect(check?.values == [.text("ok")])
    await database.close()
  }

  /// The numbers of a file that was written line by line, none if it was not begun.
  private func lines(of path: String) throws -> [Int] {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 65536))
    while case let count = read(file, &buffer, buffer.count), count > 0 {
      bytes += buffer[..<count]
    }
    return try String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
      try #require(Int($0))
    }
  }
}
