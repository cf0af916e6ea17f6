// How long it takes to store the counts of many tokens in a file of SQLite: 100,000 by default.
// Usage: metering-bench [ROWS]

import Glibc
import Metering
import Persistence
import SQLiteDatabase

let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 100_000
let path = "/tmp/floe-metering-bench-\(getpid()).sqlite"
defer { for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) } }
let database = try await SQLiteFile.open(SQLiteSettings(path: path))
try await Migrator(
  database: database, migrations: MeteringCapability.migrations, now: { 0 }
).run()
let store = UsageStore(database)
let minute: Int64 = 1_709_251_200
for (number, name) in ["new rows", "rows that are there", "and again"].enumerated() {
  let rows = (0..<count).map { index in
    UsageRow(
      userID: "user-\(index / 4)", tokenID: "token-\(index)", minute: minute,
      counts: UsageCounts(requests: 3, bytesUp: 0, bytesDown: 90_000, hits: 3, misses: 0))
  }.sorted { ($0.userID, $0.tokenID) < ($1.userID, $1.tokenID) }
  let batch = UsageBatch(id: "batch-\(number)", rows: rows)
  let clock = ContinuousClock()
  let before = processorNanoseconds()
  let wall = try await clock.measure { _ = try await store.save(batch, at: minute) }
  let used = processorNanoseconds() - before
  print("\(count) \(name): \(wall) (\(used / 1_000_000) ms of processor time)")
}
let wall = try await ContinuousClock().measure { _ = try await store.rollUp(at: minute + 600) }
print("rolled up into hour, day and month: \(wall)")
await database.close()

/// Processor time of this process in nanoseconds.
func processorNanoseconds() -> Int64 {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}
