import Glibc
import Persistence
import SQLiteDatabase
import TestSupport
import Testing

@testable import Metering

/// What a flush has stored is there after the process was killed, and nothing of it twice: what is
/// lost is what was counted since, which is `metering.flush_interval` at most.
@Suite struct UsageCrashTests {
  private static let now: Int64 = 1_709_251_200

  @Test(arguments: [20, 90, 250])
  func `a process that is killed loses what it counted since its last flush, and no more`(
    milliseconds: Int
  ) async throws {
    let directory = TemporaryDirectory("crash")
    let (file, notes) = (directory("usage.sqlite"), directory("notes"))
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [file = file as String, notes = notes as String, milliseconds = milliseconds as Int] in
      let database = try await SQLiteFile.open(SQLiteSettings(path: file))
      try await Migrator(
        database: database, migrations: MeteringCapability.migrations, now: { 0 }
      ).run()
      let store = UsageStore(database)
      let log = open(notes, O_WRONLY | O_CREAT | O_APPEND, 0o600)
      func note(_ line: String) {
        guard write(log, line, line.utf8.count) == line.utf8.count else { exit(1) }
      }
      let meter = Meter(
        number: 1, user: LimitAccount(id: "u", isOfToken: false),
        own: LimitAccount(id: "t", isOfToken: true))
      BlockingThread.start {
        usleep(UInt32(milliseconds) * 1000)
        kill(getpid(), SIGKILL)
      }
      var backlog = UsageBacklog()
      var counted: Int64 = 0
      for number in 0... {
        counted += Int64(number % 7) + 1
        backlog.add(
          [
            UsageDelta(
              meter: meter, counts: UsageCounts(requests: Int64(number % 7) + 1), networks: [])
          ], at: Self.now + Int64(number))
        note("counted \(counted)\n")
        guard let batch = backlog.next(id: { "batch-\(number)" }),
          (try? await store.save(batch, at: Self.now)) == true
        else { exit(1) }
        backlog.stored(batch.id)
        note("stored \(counted)\n")
      }
    }
    let database = try await SQLiteFile.open(SQLiteSettings(path: file))
    let stored = try await stored(in: database)
    await database.close()
    let lines = try text(of: notes).split(separator: "\n").map { $0.split(separator: " ") }
    let counted = lines.last { $0[0] == "counted" }.flatMap { Int64($0[1]) } ?? 0
    let acknowledged = lines.last { $0[0] == "stored" }.flatMap { Int64($0[1]) } ?? 0
    #expect(stored == acknowledged || stored == counted, "\(acknowledged) \(counted)")
  }

  /// What was stored; nothing where the process was killed before there were tables.
  private func stored(in database: any Database) async throws -> Int64 {
    do {
      return try await UsageStore(database).totals(userID: "u", from: 0, to: 4_000_000_000).requests
    } catch let failure as DatabaseFailure where failure.code == .undefinedTable {
      return 0
    }
  }

  private func text(of path: String) throws -> String {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 65536))
    while case let count = read(file, &buffer, buffer.count), count > 0 {
      bytes += buffer[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
