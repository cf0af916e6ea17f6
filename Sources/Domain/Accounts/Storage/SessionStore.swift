internal import Credentials
internal import Persistence

/// The rows of sessions, found by the digest of their token.
struct SessionStore: Sendable {
  private static let columns: SQL =
    "id, user_id, created_at, seen_at, expires_at, address, agent"

  /// Adds a session and ends the oldest of its user beyond so many.
  ///
  /// - Returns: the ids of those that ended.
  func add(
    _ session: Session, token: SessionToken, keeping countMax: Int,
    in transaction: any DatabaseTransaction
  ) async throws(DatabaseFailure) -> [String] {
    try await transaction.execute(
      """
      INSERT INTO sessions (id, user_id, token_digest, created_at, seen_at, expires_at, address, agent)
      VALUES (\(session.id), \(session.userID), \(token.digest), \(session.createdAt),
        \(session.seenAt), \(session.expiresAt), \(session.address), \(session.agent))
      """)
    return try await Self.ids(
      transaction.query(
        """
        DELETE FROM sessions WHERE user_id = \(session.userID) AND id <> \(session.id)
          AND id NOT IN (
            SELECT id FROM sessions WHERE user_id = \(session.userID) AND id <> \(session.id)
            ORDER BY created_at DESC, id LIMIT \(countMax - 1))
        RETURNING id
        """, rowsMax: 10_000))
  }

  /// The session of a token, whether it still holds or not.
  func find(
    _ token: SessionToken, in session: any DatabaseSession
  ) async throws(DatabaseFailure) -> Session? {
    try await Self.first(
      "SELECT \(Self.columns) FROM sessions WHERE token_digest = \(token.digest)", session)
  }

  /// The session of an id, whether it still holds or not.
  func find(
    id: String, in session: any DatabaseSession
  ) async throws(DatabaseFailure) -> Session? {
    try await Self.first("SELECT \(Self.columns) FROM sessions WHERE id = \(id)", session)
  }

  /// A user's sessions, the newest first.
  func list(
    of userID: String, in session: any DatabaseSession
  ) async throws(DatabaseFailure) -> [Session] {
    let rows = try await session.query(
      """
      SELECT \(Self.columns) FROM sessions WHERE user_id = \(userID)
      ORDER BY created_at DESC, id LIMIT 1000
      """)
    var sessions: [Session] = []
    for row in rows { sessions.append(try Session(row)) }
    return sessions
  }

  /// Notes that a session was used.
  func touch(
    _ id: String, at seconds: Int64, in session: any DatabaseSession
  ) async throws(DatabaseFailure) {
    try await session.execute(
      "UPDATE sessions SET seen_at = \(seconds) WHERE id = \(id) AND seen_at < \(seconds)")
  }

  /// Ends a session of a user; tells whether there was one.
  func remove(
    _ id: String, of userID: String, in session: any DatabaseSession
  ) async throws(DatabaseFailure) -> Bool {
    try await session.execute(
      "DELETE FROM sessions WHERE id = \(id) AND user_id = \(userID)") > 0
  }

  /// Ends all sessions of a user but one.
  ///
  /// - Parameter kept: the id of the one that stays; empty for none.
  func removeAll(
    of userID: String, but kept: String = "", in session: any DatabaseSession
  ) async throws(DatabaseFailure) {
    try await session.execute(
      "DELETE FROM sessions WHERE user_id = \(userID) AND id <> \(kept)")
  }

  /// Drops what has ended by itself; some thousand at a time.
  func sweep(
    at seconds: Int64, idle: Int64, in session: any DatabaseSession
  ) async throws(DatabaseFailure) -> Int {
    try await session.execute(
      """
      DELETE FROM sessions WHERE id IN (
        SELECT id FROM sessions WHERE expires_at <= \(seconds) OR seen_at <= \(seconds - idle)
        LIMIT 5000)
      """)
  }

  private static func first(
    _ sql: SQL, _ session: any DatabaseSession
  ) async throws(DatabaseFailure) -> Session? {
    guard let row = try await session.first(sql) else { return nil }
    return try Session(row)
  }

  private static func ids(_ rows: [Row]) throws(DatabaseFailure) -> [String] {
    var ids: [String] = []
    for row in rows { ids.append(try row.value("id")) }
    return ids
  }
}
