internal import Capabilities
internal import JSON
package import Persistence
internal import Routing

/// The tokens of all users, in the database.
///
/// A token has one secret, and for a while after a rotation the one before it. Of a secret there is
/// its SHA-256, its beginning and its last four characters.
package struct AccessTokenStore: Sendable {
  /// The longest time that the old secret goes on after a rotation, in seconds: 30 days.
  package static let overlapMax: Int64 = 30 * 86_400

  private let database: any Database
  private let perUserMax: Int

  /// The tokens of a database.
  ///
  /// - Parameter perUserMax: tokens that a user may have; expired ones count until they are revoked.
  package init(_ database: any Database, perUserMax: Int) {
    self.database = database
    self.perUserMax = perUserMax
  }

  /// A new token's id.
  package static func makeID() -> String { Identifier.make("tok") }

  /// Refuses a user who has as many tokens as may be; `create` makes sure of it.
  ///
  /// - Throws: `Problem` (`too-many-tokens`), `DatabaseFailure`.
  package func checkRoom(for userID: String) async throws {
    try await checkRoom(for: userID, in: database)
  }

  private func checkRoom(for userID: String, in session: any DatabaseSession) async throws {
    let row = try await session.first(
      "SELECT COUNT(*) FROM access_tokens WHERE user_id = \(userID) AND revoked_at IS NULL")
    guard try (row?.value(at: 0) ?? 0) < perUserMax else {
      throw Problem(
        AccessTokensProblems.tooMany, members: [.init("limit", .integer(Int64(perUserMax)))])
    }
  }

  /// Makes a token.
  ///
  /// - Returns: its secret, which is not kept.
  /// - Throws: `Problem` (`too-many-tokens`), `DatabaseFailure`.
  package func create(
    _ id: String, for userID: String, terms: TokenTerms, at now: Int64
  ) async throws -> TokenSecret {
    let secret = TokenSecret()
    try await database.transaction { transaction in
      try await checkRoom(for: userID, in: transaction)
      let limits = terms.limits ?? Allowance()
      try await transaction.execute(
        """
        INSERT INTO access_tokens
          (id, user_id, name, permissions, addresses, per_minute, per_day, per_month,
          bytes_per_month, created_at, expires_at)
        VALUES (\(id), \(userID), \(terms.name), \(Int64(terms.permissions.rawValue)),
          \(TokenRow.text(of: terms.addresses)), \(limits.requestsPerMinute),
          \(limits.requestsPerDay), \(limits.requestsPerMonth), \(limits.bytesPerMonth),
          \(now), \(terms.expiresAt))
        """)
      try await Self.insert(secret, of: id, at: now, in: transaction)
    }
    return secret
  }

  /// A user's tokens that were not revoked, the oldest first.
  package func list(of userID: String, at now: Int64) async throws -> [AccessToken] {
    let rows = try await database.query(
      """
      SELECT \(TokenRow.columns) FROM access_tokens
      WHERE user_id = \(userID) AND revoked_at IS NULL ORDER BY created_at, id
      """, rowsMax: max(perUserMax, 1000))
    return try await tokens(rows, at: now, from: database)
  }

  /// A user's token, unless it was revoked.
  package func token(
    _ id: String, of userID: String, at now: Int64
  ) async throws -> AccessToken? {
    let rows = try await database.query(
      """
      SELECT \(TokenRow.columns) FROM access_tokens
      WHERE id = \(id) AND user_id = \(userID) AND revoked_at IS NULL
      """)
    return try await tokens(rows, at: now, from: database).first
  }

  /// The user a token belongs to, revoked or not; nil for no token.
  package func owner(of id: String) async throws(DatabaseFailure) -> String? {
    try await database.first("SELECT user_id FROM access_tokens WHERE id = \(id)")?.value(at: 0)
  }

  /// Takes all worth from a token.
  ///
  /// - Returns: false when there is no such token of the user, or it was revoked already.
  package func revoke(_ id: String, of userID: String, at now: Int64) async throws -> Bool {
    try await database.execute(
      """
      UPDATE access_tokens SET revoked_at = \(now)
      WHERE id = \(id) AND user_id = \(userID) AND revoked_at IS NULL
      """) == 1
  }

  /// Gives a token a new secret; the one that it has goes on for `overlap` seconds, and any before
  /// that ends at once.
  ///
  /// - Returns: the secret; nil when there is no such token of the user.
  package func rotate(
    _ id: String, of userID: String, overlap: Int64, at now: Int64
  ) async throws -> TokenSecret? {
    let secret = TokenSecret()
    return try await database.transaction { transaction in
      // Takes the row, so that two rotations follow one another.
      let found = try await transaction.execute(
        """
        UPDATE access_tokens SET rotated_at = \(now)
        WHERE id = \(id) AND user_id = \(userID) AND revoked_at IS NULL
        """)
      guard found == 1 else { return nil }
      try await transaction.execute(
        "DELETE FROM access_token_secrets WHERE token_id = \(id) AND expires_at IS NOT NULL")
      if overlap == 0 {
        try await transaction.execute("DELETE FROM access_token_secrets WHERE token_id = \(id)")
      } else {
        try await transaction.execute(
          "UPDATE access_token_secrets SET expires_at = \(now + overlap) WHERE token_id = \(id)")
      }
      try await Self.insert(secret, of: id, at: now, in: transaction)
      return secret
    }
  }

  /// Changes a token's terms to what `narrow` makes of them.
  ///
  /// - Returns: the token as it is now; nil when there is no such token of the user.
  package func change(
    _ id: String, of userID: String, at now: Int64,
    narrow: @Sendable (TokenTerms) throws -> TokenTerms
  ) async throws -> AccessToken? {
    try await database.transaction { transaction in
      let rows = try await transaction.query(
        """
        SELECT \(TokenRow.columns) FROM access_tokens
        WHERE id = \(id) AND user_id = \(userID) AND revoked_at IS NULL
        """)
      guard let row = rows.first else { return nil }
      let terms = try narrow(try TokenRow(row).terms)
      let limits = terms.limits ?? Allowance()
      let changed = try await transaction.query(
        """
        UPDATE access_tokens
        SET name = \(terms.name), permissions = \(Int64(terms.permissions.rawValue)),
          addresses = \(TokenRow.text(of: terms.addresses)),
          per_minute = \(limits.requestsPerMinute), per_day = \(limits.requestsPerDay),
          per_month = \(limits.requestsPerMonth), bytes_per_month = \(limits.bytesPerMonth),
          expires_at = \(terms.expiresAt)
        WHERE id = \(id)
        RETURNING \(TokenRow.columns)
        """)
      return try await tokens(changed, at: now, from: transaction).first
    }
  }

  /// What the secret of this hash belongs to, if anything.
  func credential(hash: [UInt8]) async throws -> TokenCredential? {
    let row = try await database.first(
      """
      SELECT \(TokenRow.columns), s.hash, s.expires_at AS secret_ends_at, revoked_at
      FROM access_tokens
      JOIN (SELECT hash, token_id, expires_at FROM access_token_secrets) AS s ON s.token_id = id
      WHERE s.hash = \(hash)
      """)
    guard let row else { return nil }
    let count = TokenRow.columnCount
    return TokenCredential(
      token: try TokenRow(row), hash: try row.value(at: count),
      secretEndsAt: try row.value(at: count + 1),
      isRevoked: try row.value(at: count + 2, as: Int64?.self) != nil)
  }

  /// Notes when tokens were last used; an older moment than is known changes nothing.
  package func noteUse(_ uses: [(id: String, seconds: Int64)]) async throws {
    var rest = uses[...]
    while !rest.isEmpty {
      var batch = StatementBatch()
      for use in rest.prefix(StatementBatch.statementsMax) {
        batch.append(
          """
          UPDATE access_tokens SET last_used_at = \(use.seconds)
          WHERE id = \(use.id) AND (last_used_at IS NULL OR last_used_at < \(use.seconds))
          """)
      }
      rest = rest.dropFirst(StatementBatch.statementsMax)
      try await database.apply(batch)
    }
  }

  /// Removes secrets that are past, and tokens that were revoked before a moment.
  package func sweep(at now: Int64, revokedBefore moment: Int64) async throws {
    try await database.apply([
      "DELETE FROM access_token_secrets WHERE expires_at <= \(now)",
      """
      DELETE FROM access_token_secrets WHERE token_id IN
        (SELECT id FROM access_tokens WHERE revoked_at < \(moment))
      """,
      "DELETE FROM access_tokens WHERE revoked_at < \(moment)",
    ])
  }

  private static func insert(
    _ secret: TokenSecret, of id: String, at now: Int64, in transaction: any DatabaseTransaction
  ) async throws {
    let shown = secret.shown
    try await transaction.execute(
      """
      INSERT INTO access_token_secrets (hash, token_id, prefix, last_four, created_at)
      VALUES (\(secret.hash), \(id), \(shown.prefix), \(shown.lastFour), \(now))
      """)
  }

  /// Tokens with what is shown of their secrets.
  private func tokens(
    _ rows: [Row], at now: Int64, from session: any DatabaseSession
  ) async throws -> [AccessToken] {
    guard !rows.isEmpty else { return [] }
    let tokens = try rows.map { try TokenRow($0) }
    let secrets = try await session.query(
      """
      SELECT token_id, prefix, last_four, expires_at FROM access_token_secrets
      WHERE token_id IN \(list: tokens.map(\.id))
      """, rowsMax: 10_000)
    var current: [String: (String, String)] = [:]
    var previous: [String: Int64] = [:]
    for row in secrets {
      let id: String = try row.value(at: 0)
      if let end = try row.value(at: 3, as: Int64?.self) {
        if end > now { previous[id] = end }
      } else {
        current[id] = (try row.value(at: 1), try row.value(at: 2))
      }
    }
    return tokens.map { token in
      AccessToken(
        id: token.id, userID: token.userID, terms: token.terms,
        prefix: current[token.id]?.0 ?? TokenSecret.prefix, lastFour: current[token.id]?.1 ?? "",
        createdAt: token.createdAt, lastUsedAt: token.lastUsedAt,
        previousSecretEndsAt: previous[token.id])
    }
  }
}
