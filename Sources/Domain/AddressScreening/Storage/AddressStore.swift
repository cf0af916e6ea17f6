internal import Bytes
internal import Capabilities
internal import JSON
package import Persistence
internal import Routing

/// The rules of administrators and the bans, in the database.
///
/// Whatever is changed by hand moves a number, so that edges that were not told find out by asking
/// for it.
package struct AddressStore: Sendable {
  private let database: any Database

  /// The rules and bans of a database.
  package init(_ database: any Database) { self.database = database }

  // MARK: Rules

  /// The rules whose time is not over, the oldest first.
  func rules(at now: Int64, limit: Int) async throws -> [AddressRule] {
    try await database.query(
      """
      SELECT id, block, list, reason, created_at, created_by, expires_at FROM address_rules
      WHERE expires_at IS NULL OR expires_at > \(now) ORDER BY created_at, id LIMIT \(limit)
      """, rowsMax: limit
    ).compactMap(Self.rule)
  }

  /// Puts a rule in the place of any for the same block.
  ///
  /// - Throws: `Problem` (`too-many-address-rules`), `DatabaseFailure`.
  func put(_ rule: AddressRule, rulesMax: Int) async throws {
    try await database.transaction { transaction in
      try await Self.move(in: transaction)
      try await transaction.execute(
        "DELETE FROM address_rules WHERE block = \(rule.block.text)")
      let row = try await transaction.first("SELECT COUNT(*) FROM address_rules")
      guard try (row?.value(at: 0) ?? 0) < rulesMax else {
        throw Problem(
          AddressScreeningProblems.tooMany,
          members: [.init("limit", .integer(Int64(rulesMax)))])
      }
      try await transaction.execute(
        """
        INSERT INTO address_rules (id, block, list, reason, created_at, created_by, expires_at)
        VALUES (\(rule.id), \(rule.block.text), \(rule.list.rawValue), \(rule.reason),
          \(rule.createdAt), \(rule.createdBy), \(rule.expiresAt))
        """)
    }
  }

  /// The rule of an id, or of a block; nil when there is none.
  func rule(_ idOrBlock: String) async throws -> AddressRule? {
    try await database.query(
      """
      SELECT id, block, list, reason, created_at, created_by, expires_at FROM address_rules
      WHERE id = \(idOrBlock) OR block = \(idOrBlock)
      """
    ).compactMap(Self.rule).first
  }

  /// Removes a rule; false when there was none.
  func removeRule(_ id: String) async throws -> Bool {
    try await database.transaction { transaction in
      try await Self.move(in: transaction)
      return try await transaction.execute("DELETE FROM address_rules WHERE id = \(id)") > 0
    }
  }

  private static func rule(_ row: Row) throws(DatabaseFailure) -> AddressRule? {
    guard let block = AddressBlock(try row.value("block", as: String.self)),
      let list = AddressList(rawValue: try row.value("list"))
    else { return nil }
    return AddressRule(
      id: try row.value("id"), list: list, block: block, reason: try row.value("reason"),
      createdAt: try row.value("created_at"), createdBy: try row.value("created_by"),
      expiresAt: try row.value("expires_at"))
  }

  // MARK: Bans

  /// The bans that hold, or make the next one longer.
  func bans(at now: Int64, limit: Int) async throws -> [AddressBan] {
    try await database.query(
      """
      SELECT address, reason, banned_at, ends_at, level, note FROM address_bans
      WHERE forgotten_at > \(now) ORDER BY ends_at DESC LIMIT \(limit)
      """, rowsMax: limit
    ).compactMap(Self.ban)
  }

  /// Stores bans that an edge has made, in the place of those before.
  ///
  /// - Parameter isNews: whether other edges have to find out by the number.
  func save(
    _ bans: [AddressBan], memorySeconds: Int64, isNews: Bool
  ) async throws(DatabaseFailure) {
    var rest = bans[...]
    while !rest.isEmpty {
      let group = rest.prefix(500)
      rest = rest.dropFirst(500)
      try await database.apply(
        StatementBatch(group.map { Self.saving($0, memorySeconds: memorySeconds) }))
    }
    if isNews { try await Self.move(in: database) }
  }

  /// Stores a ban that somebody has made by hand, so that every edge finds out.
  func impose(_ ban: AddressBan, memorySeconds: Int64) async throws {
    try await database.transaction { transaction in
      try await Self.move(in: transaction)
      try await transaction.execute(Self.saving(ban, memorySeconds: memorySeconds))
    }
  }

  /// Removes a ban; false when there was none.
  func lift(_ key: AddressKey) async throws -> Bool {
    try await database.transaction { transaction in
      try await Self.move(in: transaction)
      return try await transaction.execute("DELETE FROM address_bans WHERE address = \(key.text)")
        > 0
    }
  }

  private static func saving(_ ban: AddressBan, memorySeconds: Int64) -> SQL {
    """
    INSERT INTO address_bans (address, reason, banned_at, ends_at, forgotten_at, level, note)
    VALUES (\(ban.key.text), \(ban.reason.rawValue), \(ban.bannedAt), \(ban.until),
      \(ban.until + memorySeconds), \(ban.level), \(ban.note))
    ON CONFLICT (address) DO UPDATE SET reason = excluded.reason, banned_at = excluded.banned_at,
      ends_at = excluded.ends_at, forgotten_at = excluded.forgotten_at, level = excluded.level,
      note = excluded.note
    """
  }

  private static func ban(_ row: Row) throws(DatabaseFailure) -> AddressBan? {
    guard let key = AddressKey(try row.value("address", as: String.self)),
      let reason = BanReason(rawValue: try row.value("reason"))
    else { return nil }
    return AddressBan(
      key: key, reason: reason, bannedAt: try row.value("banned_at"),
      until: try row.value("ends_at"), level: try row.value("level"),
      note: try row.value("note"))
  }

  // MARK: Both

  /// The number that every change by hand moves.
  func revision() async throws(DatabaseFailure) -> Int64 {
    try await database.first("SELECT number FROM address_revisions WHERE id = 1")?.value(at: 0)
      ?? 0
  }

  /// Removes what is over.
  func sweep(at now: Int64) async throws(DatabaseFailure) {
    try await database.apply([
      "DELETE FROM address_rules WHERE expires_at <= \(now)",
      "DELETE FROM address_bans WHERE forgotten_at <= \(now)",
    ])
  }

  private static func move(in session: any DatabaseSession) async throws(DatabaseFailure) {
    try await session.execute("UPDATE address_revisions SET number = number + 1 WHERE id = 1")
  }
}
