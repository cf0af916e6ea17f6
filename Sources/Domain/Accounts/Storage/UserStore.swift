internal import Passwords
internal import Persistence

/// The rows of users.
struct UserStore: Sendable {
  /// A user and what the password is compared with.
  struct Known: Sendable {
    let user: User
    let hash: PasswordHash
  }

  private static let columns: SQL =
    "id, email, username, role, is_active, verified_at, created_at"

  /// Adds a user.
  ///
  /// - Throws: `.uniqueViolation` when the email has an account.
  func add(
    _ user: User, key: String, hash: PasswordHash, in session: any DatabaseSession
  ) async throws(DatabaseFailure) {
    try await session.execute(
      """
      INSERT INTO users (id, email, email_key, username, password_hash, role, is_active,
        verified_at, created_at, password_changed_at)
      VALUES (\(user.id), \(user.email), \(key), \(user.username), \(hash.text), \(user.role),
        \(user.isActive), \(user.verifiedAt), \(user.createdAt), \(user.createdAt))
      """)
  }

  /// The user of an email with the hash of the password; nil when there is none.
  func known(
    byEmail key: String, in session: any DatabaseSession
  ) async throws(DatabaseFailure) -> Known? {
    try await known(
      "SELECT \(Self.columns), password_hash FROM users WHERE email_key = \(key)", session)
  }

  /// The user of an id with the hash of the password; nil when there is none.
  func known(
    byID id: String, in session: any DatabaseSession
  ) async throws(DatabaseFailure) -> Known? {
    try await known("SELECT \(Self.columns), password_hash FROM users WHERE id = \(id)", session)
  }

  private func known(
    _ sql: SQL, _ session: any DatabaseSession
  ) async throws(DatabaseFailure) -> Known? {
    guard let row = try await session.first(sql) else { return nil }
    guard let hash = PasswordHash(try row.value("password_hash")) else {
      throw DatabaseFailure(.unexpectedShape, "a stored password hash is damaged")
    }
    return Known(user: try User(row), hash: hash)
  }

  /// The user of an id; nil when there is none.
  func user(
    _ id: String, in session: any DatabaseSession
  ) async throws(DatabaseFailure) -> User? {
    guard let row = try await session.first("SELECT \(Self.columns) FROM users WHERE id = \(id)")
    else { return nil }
    return try User(row)
  }

  /// Users in the order in which they came, after an id if one is given.
  func list(
    limit: Int, offset: Int, in session: any DatabaseSession
  ) async throws(DatabaseFailure) -> [User] {
    let rows = try await session.query(
      "SELECT \(Self.columns) FROM users ORDER BY created_at, id LIMIT \(limit) OFFSET \(offset)",
      rowsMax: limit)
    var users: [User] = []
    for row in rows { users.append(try User(row)) }
    return users
  }

  /// How many administrators there are whose account may be used.
  func administratorCount(in session: any DatabaseSession) async throws(DatabaseFailure) -> Int {
    let row = try await session.first(
      """
      SELECT CAST(COUNT(*) AS BIGINT) AS count FROM users
      WHERE role = \(UserRole.administrator) AND is_active = 1
      """)
    return try row?.value("count") ?? 0
  }

  /// Changes the name.
  func rename(
    _ id: String, to username: String, in session: any DatabaseSession
  ) async throws(DatabaseFailure) {
    try await session.execute("UPDATE users SET username = \(username) WHERE id = \(id)")
  }

  /// Notes that the email was confirmed.
  func verify(
    _ id: String, at seconds: Int64, in session: any DatabaseSession
  ) async throws(DatabaseFailure) {
    try await session.execute(
      "UPDATE users SET verified_at = \(seconds) WHERE id = \(id) AND verified_at IS NULL")
  }

  /// Puts another hash in the place of the password's, unless that has changed since it was read.
  ///
  /// - Returns: whether it was still there.
  func replaceHash(
    of id: String, _ old: PasswordHash, by new: PasswordHash, in session: any DatabaseSession
  ) async throws(DatabaseFailure) -> Bool {
    try await session.execute(
      """
      UPDATE users SET password_hash = \(new.text)
      WHERE id = \(id) AND password_hash = \(old.text)
      """) > 0
  }

  /// Sets another password.
  func setPassword(
    of id: String, _ hash: PasswordHash, at seconds: Int64, in session: any DatabaseSession
  ) async throws(DatabaseFailure) {
    try await session.execute(
      """
      UPDATE users SET password_hash = \(hash.text), password_changed_at = \(seconds)
      WHERE id = \(id)
      """)
  }

  /// Makes the user something else.
  func setRole(
    of id: String, _ role: UserRole, in session: any DatabaseSession
  ) async throws(DatabaseFailure) {
    try await session.execute("UPDATE users SET role = \(role) WHERE id = \(id)")
  }

  /// Opens or closes the account.
  func setActive(
    _ id: String, _ isActive: Bool, in session: any DatabaseSession
  ) async throws(DatabaseFailure) {
    try await session.execute("UPDATE users SET is_active = \(isActive) WHERE id = \(id)")
  }

  /// Takes back an account that has just been made.
  func remove(_ id: String, in session: any DatabaseSession) async throws(DatabaseFailure) {
    try await session.execute("DELETE FROM users WHERE id = \(id)")
  }
}
