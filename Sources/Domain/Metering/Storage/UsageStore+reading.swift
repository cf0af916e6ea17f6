internal import Persistence

extension UsageStore {
  /// One period of a diagram.
  package struct Point: Hashable, Sendable {
    /// When it begins, in seconds since 1970, and what was counted in it.
    package let start: Int64
    package let counts: UsageCounts
  }

  /// What a user has used in a stretch of time, to the last request that was stored.
  ///
  /// Where minutes, hours or days are gone that lie at the edges of the stretch, whole periods of what is
  /// still kept count: ask for whole days within their retention, and for whole months at any time.
  ///
  /// - Parameters:
  ///   - tokenID: one token of the user; nil for everything.
  ///   - from: the beginning, in seconds since 1970, down to the minute.
  ///   - to: the end, down to the minute, which is left out.
  package func totals(
    userID: String, tokenID: String? = nil, from: Int64, to: Int64
  ) async throws -> UsageCounts {
    let span = UsageSpan(from: from, to: to)
    guard !span.pieces.isEmpty else { return UsageCounts() }
    let who = Self.who(userID, tokenID)
    return try await database.transaction(.reading) { transaction in
      var sum = UsageCounts()
      for piece in span.pieces {
        sum += try await Self.total(of: piece, who, in: transaction)
      }
      return sum
    }
  }

  static func who(_ userID: String, _ tokenID: String?) -> SQL {
    guard let tokenID else { return "user_id = \(userID)" }
    return "user_id = \(userID) AND token_id = \(tokenID)"
  }

  private static let sums: SQL =
    """
    COALESCE(CAST(SUM(requests) AS BIGINT), 0), COALESCE(CAST(SUM(bytes_up) AS BIGINT), 0),
    COALESCE(CAST(SUM(bytes_down) AS BIGINT), 0), COALESCE(CAST(SUM(hits) AS BIGINT), 0),
    COALESCE(CAST(SUM(misses) AS BIGINT), 0), COALESCE(CAST(SUM(bytes_stored) AS BIGINT), 0)
    """

  /// Minutes of a range that were not rolled up yet.
  private static func fresh(_ range: Range<Int64>) -> SQL {
    """
    start IN (SELECT start FROM usage_marks
      WHERE rolled = 0 AND start >= \(range.lowerBound) AND start < \(range.upperBound))
    """
  }

  private static func total(
    of piece: UsageSpan.Piece, _ who: SQL, in transaction: any DatabaseTransaction
  ) async throws -> UsageCounts {
    let range = piece.range
    if piece.resolution == .minute {
      // At most an hour at either edge: minutes by name, because they are ordered by time first.
      let minutes = Array(stride(from: range.lowerBound, to: range.upperBound, by: 60))
      return try await counts(
        "SELECT \(sums) FROM usage_minutes WHERE start IN \(list: minutes) AND \(who)",
        in: transaction)
    }
    let rolled = try await counts(
      """
      SELECT \(sums) FROM usage_periods WHERE \(who) AND resolution = \(piece.resolution.number)
        AND start >= \(range.lowerBound) AND start < \(range.upperBound)
      """, in: transaction)
    let late = try await counts(
      "SELECT \(sums) FROM usage_minutes WHERE \(fresh(range)) AND \(who)", in: transaction)
    return rolled + late
  }

  private static func counts(
    _ sql: SQL, in session: any DatabaseSession
  ) async throws -> UsageCounts {
    guard let row = try await session.first(sql) else { return UsageCounts() }
    return try counts(row, from: 0)
  }

  private static func counts(_ row: Row, from index: Int) throws -> UsageCounts {
    UsageCounts(
      requests: try row.value(at: index), bytesUp: try row.value(at: index + 1),
      bytesDown: try row.value(at: index + 2), hits: try row.value(at: index + 3),
      misses: try row.value(at: index + 4), bytesStored: try row.value(at: index + 5))
  }

  /// What a user has used, period by period; periods without requests are left out.
  ///
  /// - Parameter from: and `to` as of `totals`; at most `pointsMax` periods.
  package func points(
    userID: String, tokenID: String? = nil, _ resolution: UsageResolution, from: Int64, to: Int64
  ) async throws -> [Point] {
    let first = resolution.start(of: max(0, from))
    guard first < to else { return [] }
    let who = Self.who(userID, tokenID)
    return try await database.transaction(.reading) { transaction in
      var byStart: [Int64: UsageCounts] = [:]
      let rows: [Row]
      if resolution == .minute {
        let minutes = Array(stride(from: first, to: to, by: 60).prefix(Self.pointsMax))
        rows = try await transaction.query(
          """
          SELECT start, \(Self.sums) FROM usage_minutes
          WHERE start IN \(list: minutes) AND \(who) GROUP BY start
          """, rowsMax: Self.pointsMax)
      } else {
        rows = try await transaction.query(
          """
          SELECT start, \(Self.sums) FROM usage_periods
          WHERE \(who) AND resolution = \(resolution.number) AND start >= \(first)
            AND start < \(to) GROUP BY start ORDER BY start LIMIT \(Self.pointsMax)
          """, rowsMax: Self.pointsMax)
        let late = try await transaction.query(
          """
          SELECT start, \(Self.sums) FROM usage_minutes
          WHERE \(Self.fresh(first..<to)) AND \(who) GROUP BY start
          """, rowsMax: 100_000)
        for row in late {
          byStart[resolution.start(of: try row.value(at: 0)), default: UsageCounts()] +=
            try Self.counts(row, from: 1)
        }
      }
      for row in rows {
        byStart[try row.value(at: 0), default: UsageCounts()] += try Self.counts(row, from: 1)
      }
      return byStart.map { Point(start: $0.key, counts: $0.value) }.sorted { $0.start < $1.start }
    }
  }

  /// The most points of one answer.
  package static let pointsMax = 1500

  /// When tokens were used last, in seconds since 1970, to a minute; those never used are left out.
  package func lastUse(of tokenIDs: [String]) async throws -> [String: Int64] {
    var found: [String: Int64] = [:]
    for start in stride(from: 0, to: tokenIDs.count, by: 500) {
      let some = Array(tokenIDs[start..<min(start + 500, tokenIDs.count)])
      for row in try await database.query(
        "SELECT token_id, last_used_at FROM usage_tokens WHERE token_id IN \(list: some)")
      {
        found[try row.value(at: 0)] = try row.value(at: 1)
      }
      for row in try await database.query(
        """
        SELECT token_id, MAX(start) FROM usage_minutes WHERE start IN
          (SELECT start FROM usage_marks WHERE rolled = 0) AND token_id IN \(list: some)
        GROUP BY token_id
        """)
      {
        found[try row.value(at: 0)] = try row.value(at: 1)
      }
    }
    return found
  }

  /// Notes that somebody was told of a quota; false when that was done before, by whichever edge.
  package func claim(_ notice: QuotaNotice, at seconds: Int64) async throws -> Bool {
    try await database.execute(
      """
      INSERT INTO usage_notices (account, policy, period, level, noticed_at)
      VALUES (\(notice.account), \(notice.policy.rawValue), \(notice.period),
        \(notice.percent), \(seconds))
      ON CONFLICT (account, policy, period, level) DO NOTHING
      """) == 1
  }
}

extension UsageStore: UsageReading {
  package func use(
    ofUser user: String, in periods: UTCPeriods, at seconds: Int64
  ) async throws -> QuotaUse {
    try await use(user, nil, periods, seconds)
  }

  package func use(
    ofToken token: String, user: String, in periods: UTCPeriods, at seconds: Int64
  ) async throws -> QuotaUse {
    try await use(user, token, periods, seconds)
  }

  private func use(
    _ user: String, _ token: String?, _ periods: UTCPeriods, _ seconds: Int64
  ) async throws -> QuotaUse {
    // Beyond the present minute: what other edges with faster clocks have written counts too.
    let end = seconds + 300
    let day = try await totals(
      userID: user, tokenID: token, from: periods.dayStart, to: min(end, periods.dayEnd))
    let month = try await totals(
      userID: user, tokenID: token, from: periods.monthStart, to: min(end, periods.monthEnd))
    return QuotaUse(
      dayRequests: day.requests, monthRequests: month.requests, monthBytes: month.bytes)
  }
}
