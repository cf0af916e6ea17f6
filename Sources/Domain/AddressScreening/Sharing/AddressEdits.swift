package import Bytes
package import Capabilities
internal import JSON
internal import Routing

/// What is done to lists and bans by hand: recorded first, then stored, then in force.
package struct AddressEdits: Sendable {
  /// The longest ban by hand, in seconds.
  package static let banSecondsMax: Int64 = 90 * 86_400

  private let store: AddressStore
  private let audit: any AuditTrail
  private let settings: AddressScreeningSettings
  private let changes: (any AddressChanges)?

  init(
    _ store: AddressStore, audit: any AuditTrail, settings: AddressScreeningSettings,
    changes: (any AddressChanges)?
  ) {
    self.store = store
    self.audit = audit
    self.settings = settings
    self.changes = changes
  }

  /// Edits on the database alone, beside a running edge or without one, which sees them within
  /// `addresses.reread_interval`.
  package init(_ store: AddressStore, audit: any AuditTrail, settings: AddressScreeningSettings) {
    self.init(store, audit: audit, settings: settings, changes: nil)
  }

  /// Puts a block into a list, in the place of any rule for the same block.
  ///
  /// - Throws: `Problem` (`too-many-address-rules`), what the stores throw.
  package func list(
    _ block: AddressBlock, in list: AddressList, reason: String, expiresAt: Int64?,
    by editor: AddressEditor, at now: Int64
  ) async throws -> AddressRule {
    let rule = AddressRule(
      id: Identifier.make("adr"), list: list, block: block, reason: reason, createdAt: now,
      createdBy: editor.name, expiresAt: expiresAt)
    var details: [JSONValue.Member] = [
      .init("list", .string(list.rawValue)), .init("block", .string(block.text)),
      .init("reason", .string(reason)),
    ]
    if let expiresAt { details.append(.init("expiresAt", .integer(expiresAt))) }
    try await audit.record(editor.entry("address.listed", rule.id, at: now, details))
    try await store.put(rule, rulesMax: settings.rulesMax)
    try await changes?.rulesChanged()
    return rule
  }

  /// Takes the rule of an id, or of a block, off its list; nil when there is none.
  package func unlist(
    _ idOrBlock: String, by editor: AddressEditor, at now: Int64
  ) async throws -> AddressRule? {
    guard let rule = try await store.rule(idOrBlock) else { return nil }
    try await audit.record(
      editor.entry(
        "address.unlisted", rule.id, at: now,
        [
          .init("list", .string(rule.list.rawValue)), .init("block", .string(rule.block.text)),
        ]))
    let isRemoved = try await store.removeRule(rule.id)
    try await changes?.rulesChanged()
    return isRemoved ? rule : nil
  }

  /// Bans the address of a text, or of IPv6 its network of 64 bits; nil for what is no address, or
  /// cannot be banned.
  package func ban(
    _ text: String, seconds: Int64, note: String, by editor: AddressEditor, at now: Int64
  ) async throws -> AddressBan? {
    guard let key = AddressKey(text), key.isBannable else { return nil }
    let ban = AddressBan(
      key: key, reason: .administrator, bannedAt: now,
      until: now + min(max(seconds, 1), Self.banSecondsMax), level: 1, note: note)
    try await audit.record(
      editor.entry(
        "address.banned", ban.address, at: now,
        Self.details(ban) + [.init("note", .string(note))]))
    try await store.impose(ban, memorySeconds: settings.banTerms.memorySeconds)
    await changes?.banned(ban)
    return ban
  }

  /// Ends a ban; nil for what is no address, false when there was none.
  package func unban(
    _ text: String, by editor: AddressEditor, at now: Int64
  ) async throws -> Bool? {
    guard let key = AddressKey(text) else { return nil }
    try await audit.record(editor.entry("address.unbanned", key.text, at: now, []))
    let wasStored = try await store.lift(key)
    let wasHere = await changes?.lifted(key) ?? false
    return wasStored || wasHere
  }

  /// The rules and the bans that hold, as the database has them.
  package func listed(
    at now: Int64
  ) async throws -> (rules: [AddressRule], bans: [AddressBan]) {
    let bans = try await store.bans(at: now, limit: settings.bansMax)
    return (
      try await store.rules(at: now, limit: settings.rulesMax), bans.filter { now < $0.until }
    )
  }

  /// The audit entry of a ban that an edge has made by itself.
  static func entry(of ban: AddressBan) -> AuditEntry {
    AuditEntry(
      "address.banned", subjectID: ban.address, address: "\(ban.key.address)",
      happenedAt: ban.bannedAt, details: details(ban))
  }

  private static func details(_ ban: AddressBan) -> [JSONValue.Member] {
    [
      .init("reason", .string(ban.reason.rawValue)),
      .init("seconds", .integer(ban.until - ban.bannedAt)),
      .init("level", .integer(Int64(ban.level))),
    ]
  }
}
