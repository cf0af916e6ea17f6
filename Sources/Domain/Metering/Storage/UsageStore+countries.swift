internal import Persistence

/// Where requests came from, by the day.
extension UsageStore {
  /// The most countries of one answer: more than there are.
  package static let countriesMax = 300

  /// Adds rows to what is there.
  static func write(
    _ rows: [CountryRow], in transaction: any DatabaseTransaction
  ) async throws {
    for start in stride(from: 0, to: rows.count, by: rowsMax) {
      let part = rows[start..<min(start + rowsMax, rows.count)]
      try await transaction.execute(
        """
        INSERT INTO usage_countries (user_id, token_id, start, country, requests, bytes)
        VALUES \(rows: part.map { row in
          [
            row.userID, row.tokenID, row.day, row.use.country.text, row.use.requests,
            row.use.bytes,
          ]
        })
        ON CONFLICT (user_id, token_id, start, country) DO UPDATE SET
          requests = usage_countries.requests + excluded.requests,
          bytes = usage_countries.bytes + excluded.bytes
        """)
    }
  }

  /// What a user has used from each country on the days that a stretch of time touches, the most
  /// used first; requests of which it is not known where they came from are in none.
  ///
  /// - Parameters:
  ///   - tokenID: one token of the user; nil for everything.
  ///   - from: the beginning, in seconds since 1970, down to the day.
  ///   - to: the end, which is left out, up to the day.
  package func countries(
    userID: String, tokenID: String? = nil, from: Int64, to: Int64
  ) async throws -> [CountryUse] {
    let first = UsageResolution.day.start(of: max(0, from))
    let rows = try await database.query(
      """
      SELECT country, CAST(SUM(requests) AS BIGINT), CAST(SUM(bytes) AS BIGINT)
      FROM usage_countries WHERE \(Self.who(userID, tokenID)) AND start >= \(first)
        AND start < \(to)
      GROUP BY country
      """, rowsMax: Self.countriesMax * 3)
    var uses: [CountryUse] = []
    for row in rows {
      let text: String = try row.value(at: 0)
      guard let country = CountryCode(text) else { continue }
      uses.append(
        CountryUse(
          country: country, requests: try row.value(at: 1), bytes: try row.value(at: 2)))
    }
    return Array(
      uses.sorted { ($1.requests, $0.country) < ($0.requests, $1.country) }
        .prefix(Self.countriesMax))
  }
}
