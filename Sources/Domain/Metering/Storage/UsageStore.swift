package import Persistence

/// Usage in a database.
///
/// A batch is written in one transaction with its id: minutes are added to what is there already.
/// Minutes that are over are then rolled up into hours, days and months, each once; what comes late
/// for a minute that was rolled up goes into all of them at once. So a sum over any stretch of time
/// is the sum of what was counted in it, whenever it was written.
package struct UsageStore: Sendable {
  /// Rows of one statement, of nine values each: SQLite takes a second to prepare one of 4,000 rows
  /// and hardly any time for 500, and more of them is not less work.
  static let rowsMax = 500
  /// How long after its end a minute is rolled up, in seconds: clocks of edges differ.
  static let settleSeconds: Int64 = 120
  /// Minutes that one call rolls up, and rows or minutes that one call of `sweep` deletes.
  static let rollUpMax = 60
  static let sweepMax = 1000

  let database: any Database

  /// Usage in a database whose tables are there.
  package init(_ database: any Database) { self.database = database }

  // MARK: Writing

  /// Stores a batch, unless it was stored before.
  ///
  /// - Returns: whether this call has stored it.
  @discardableResult
  package func save(_ batch: UsageBatch, at seconds: Int64) async throws -> Bool {
    try await database.transaction { transaction in
      let isNew = try await transaction.execute(
        """
        INSERT INTO usage_batches (id, written_at) VALUES (\(batch.id), \(seconds))
        ON CONFLICT (id) DO NOTHING
        """)
      guard isNew == 1 else { return false }
      let byMinute = Dictionary(grouping: batch.rows, by: \.minute)
      for (minute, rows) in byMinute.sorted(by: { $0.key < $1.key }) {
        try await Self.write(rows, of: minute, in: transaction)
      }
      try await Self.write(batch.countries, in: transaction)
      return true
    }
  }

  private static func write(
    _ rows: [UsageRow], of minute: Int64, in transaction: any DatabaseTransaction
  ) async throws {
    try await transaction.execute(
      """
      INSERT INTO usage_marks (start, rolled) VALUES (\(minute), 0) ON CONFLICT (start) DO NOTHING
      """)
    let mark = try await transaction.first(
      "SELECT rolled FROM usage_marks WHERE start = \(minute)")
    let isRolled: Int64 = try mark?.value(at: 0) ?? 0
    for start in stride(from: 0, to: rows.count, by: rowsMax) {
      let part = rows[start..<min(start + rowsMax, rows.count)]
      try await transaction.execute(
        """
        INSERT INTO usage_minutes
          (start, user_id, token_id, requests, bytes_up, bytes_down, hits, misses, bytes_stored)
        VALUES \(rows: part.map { row in
          let counts = row.counts
          return [
            minute, row.userID, row.tokenID, counts.requests, counts.bytesUp, counts.bytesDown,
            counts.hits, counts.misses, counts.bytesStored,
          ]
        })
        ON CONFLICT (start, user_id, token_id) DO UPDATE SET
          requests = usage_minutes.requests + excluded.requests,
          bytes_up = usage_minutes.bytes_up + excluded.bytes_up,
          bytes_down = usage_minutes.bytes_down + excluded.bytes_down,
          hits = usage_minutes.hits + excluded.hits,
          misses = usage_minutes.misses + excluded.misses,
          bytes_stored = usage_minutes.bytes_stored + excluded.bytes_stored
        """)
      guard isRolled != 0 else { continue }
      for resolution in [UsageResolution.hour, .day, .month] {
        try await add(Array(part), of: minute, to: resolution, in: transaction)
      }
    }
  }

  /// Adds rows to the period of a resolution that their minute lies in.
  private static func add(
    _ rows: [UsageRow], of minute: Int64, to resolution: UsageResolution,
    in transaction: any DatabaseTransaction
  ) async throws {
    for start in stride(from: 0, to: rows.count, by: rowsMax / 2) {
      let part = rows[start..<min(start + rowsMax / 2, rows.count)]
      try await transaction.execute(
        """
        INSERT INTO usage_periods
          (user_id, token_id, resolution, start, requests, bytes_up, bytes_down, hits, misses,
           bytes_stored)
        VALUES \(rows: part.map { row in
          let counts = row.counts
          return [
            row.userID, row.tokenID, resolution.number, resolution.start(of: minute),
            counts.requests, counts.bytesUp, counts.bytesDown, counts.hits, counts.misses,
            counts.bytesStored,
          ]
        })
        \(addingUp)
        """)
    }
  }

  private static let addingUp: SQL =
    """
    ON CONFLICT (user_id, token_id, resolution, start) DO UPDATE SET
      requests = usage_periods.requests + excluded.requests,
      bytes_up = usage_periods.bytes_up + excluded.bytes_up,
      bytes_down = usage_periods.bytes_down + excluded.bytes_down,
      hits = usage_periods.hits + excluded.hits,
      misses = usage_periods.misses + excluded.misses,
      bytes_stored = usage_periods.bytes_stored + excluded.bytes_stored
    """

  // MARK: Rolling up

  /// Adds minutes that are over to their hours, days and months; gives how many there were.
  @discardableResult
  package func rollUp(at seconds: Int64) async throws -> Int {
    let ripe = UsageResolution.minute.start(of: seconds - Self.settleSeconds)
    let marks = try await database.query(
      """
      SELECT start FROM usage_marks WHERE rolled = 0 AND start < \(ripe)
      ORDER BY start LIMIT \(Self.rollUpMax)
      """)
    for mark in marks { try await rollUp(minute: try mark.value(at: 0)) }
    return marks.count
  }

  private func rollUp(minute: Int64) async throws {
    try await database.transaction { transaction in
      // Of several edges one does it.
      let isOurs = try await transaction.execute(
        "UPDATE usage_marks SET rolled = 1 WHERE start = \(minute) AND rolled = 0")
      guard isOurs == 1 else { return }
      for resolution in [UsageResolution.hour, .day, .month] {
        let start = resolution.start(of: minute)
        try await transaction.execute(
          """
          INSERT INTO usage_periods
            (user_id, token_id, resolution, start, requests, bytes_up, bytes_down, hits, misses,
           bytes_stored)
          SELECT user_id, token_id, CAST(\(resolution.number) AS BIGINT),
            CAST(\(start) AS BIGINT), requests, bytes_up, bytes_down, hits, misses,
            bytes_stored
          FROM usage_minutes WHERE start = \(minute)
          \(Self.addingUp)
          """)
      }
      try await transaction.execute(
        """
        INSERT INTO usage_tokens (token_id, last_used_at)
        SELECT token_id, CAST(\(minute) AS BIGINT) FROM usage_minutes
        WHERE start = \(minute) AND token_id <> ''
        ON CONFLICT (token_id) DO UPDATE SET last_used_at = excluded.last_used_at
        WHERE excluded.last_used_at > usage_tokens.last_used_at
        """)
    }
  }

  // MARK: Retention

  /// Deletes what is older than it is kept for, a bounded number of rows; gives how many went.
  @discardableResult
  package func sweep(_ retention: UsageRetention, at seconds: Int64) async throws -> Int {
    var count = 0
    let oldMinutes = try await database.query(
      """
      SELECT start FROM usage_marks
      WHERE rolled = 1 AND start < \(seconds - retention.minuteSeconds)
      ORDER BY start LIMIT \(Self.rollUpMax)
      """)
    for mark in oldMinutes {
      let start: Int64 = try mark.value(at: 0)
      // The mark goes with its minute, so that late counts would begin it anew, rolled up by itself.
      count += try await database.apply([
        "DELETE FROM usage_minutes WHERE start = \(start)",
        "DELETE FROM usage_marks WHERE start = \(start)",
      ]).reduce(0, +)
    }
    for (resolution, kept) in retention.periods {
      count += try await database.execute(
        """
        DELETE FROM usage_periods WHERE (user_id, token_id, resolution, start) IN
          (SELECT user_id, token_id, resolution, start FROM usage_periods
           WHERE resolution = \(resolution.number) AND start < \(seconds - kept)
           ORDER BY start LIMIT \(Self.sweepMax))
        """)
    }
    count += try await database.execute(
      """
      DELETE FROM usage_countries WHERE (user_id, token_id, start, country) IN
        (SELECT user_id, token_id, start, country FROM usage_countries
         WHERE start < \(seconds - retention.daySeconds) ORDER BY start LIMIT \(Self.sweepMax))
      """)
    count += try await database.execute(
      """
      DELETE FROM usage_batches WHERE id IN
        (SELECT id FROM usage_batches WHERE written_at < \(seconds - 86_400)
         ORDER BY written_at LIMIT \(Self.sweepMax))
      """)
    count += try await database.execute(
      "DELETE FROM usage_notices WHERE noticed_at < \(seconds - 62 * 86_400)")
    return count
  }
}
