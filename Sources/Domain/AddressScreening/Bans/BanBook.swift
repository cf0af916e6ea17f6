/// The bans of all addresses, and how they grow: a pure state machine whose clock is a parameter.
///
/// An address that is banned again within `memorySeconds` of its last ban is banned for twice as
/// long, up to `secondsMax`. When there are too many, those go first that are over, then those that
/// are over soonest.
struct BanBook {
  /// A ban with what is known of it here.
  struct Entry: Hashable {
    var ban: AddressBan
    /// Until when it makes the next one longer.
    var rememberedUntil: Int64
    /// The number of the change that put it here.
    var change: UInt64
    /// Whether the database has it.
    var isStored: Bool
  }

  var terms: BanTerms
  private(set) var entries: [AddressKey: Entry] = [:]
  /// Grows with every change.
  private(set) var changeCount: UInt64 = 0

  /// No bans.
  init(_ terms: BanTerms) { self.terms = terms }

  /// The ban that holds for an address.
  func active(_ key: AddressKey, at now: Int64) -> AddressBan? {
    guard let ban = entries[key]?.ban, now < ban.until else { return nil }
    return ban
  }

  /// Bans that hold.
  func active(at now: Int64) -> [AddressBan] {
    entries.values.compactMap { now < $0.ban.until ? $0.ban : nil }
  }

  /// Bans an address for what it did; nil when it is banned for as long already.
  mutating func ban(_ key: AddressKey, for reason: BanReason, at now: Int64) -> AddressBan? {
    let last = entries[key].flatMap { now < $0.rememberedUntil ? $0.ban : nil }
    var level = 1
    if let last { level = now < last.until ? last.level : last.level + 1 }
    let doublings = min(level - 1, 30)
    let (product, isTooLong) = terms.first(reason).multipliedReportingOverflow(by: 1 << doublings)
    let seconds = isTooLong ? terms.secondsMax : min(product, terms.secondsMax)
    if let last, now < last.until, now + seconds <= last.until { return nil }
    let ban = AddressBan(
      key: key, reason: reason, bannedAt: now, until: now + seconds, level: level, note: "")
    put(ban, isStored: false, at: now)
    return ban
  }

  /// Puts a ban in the place of what there is: an administrator's, another edge's, or the database's.
  mutating func put(_ ban: AddressBan, isStored: Bool, at now: Int64) {
    if entries[ban.key] == nil, entries.count >= terms.countMax { makeRoom(at: now) }
    changeCount += 1
    entries[ban.key] = Entry(
      ban: ban, rememberedUntil: ban.until + terms.memorySeconds, change: changeCount,
      isStored: isStored)
  }

  /// Takes over a ban that another edge tells of, unless what is known here lasts longer.
  mutating func takeOver(_ ban: AddressBan, at now: Int64) -> Bool {
    if let known = entries[ban.key]?.ban, known.until >= ban.until { return false }
    put(ban, isStored: true, at: now)
    return true
  }

  /// Ends a ban and forgets that it was; false when there was none.
  mutating func lift(_ key: AddressKey) -> Bool {
    changeCount += 1
    return entries.removeValue(forKey: key) != nil
  }

  /// Notes that the database has a ban; false when there is none any more.
  mutating func stored(_ ban: AddressBan) -> Bool {
    guard let entry = entries[ban.key] else { return false }
    if entry.ban == ban { entries[ban.key]?.isStored = true }
    return true
  }

  /// Makes the book say what the database says, except for what changed since it was asked.
  ///
  /// - Parameter change: `changeCount` before the database was asked.
  mutating func reread(_ bans: [AddressBan], asOf change: UInt64, at now: Int64) {
    var found: Set<AddressKey> = []
    for ban in bans {
      found.insert(ban.key)
      if let entry = entries[ban.key] {
        if entry.change > change || !entry.isStored || entry.ban == ban { continue }
      }
      put(ban, isStored: true, at: now)
    }
    for (key, entry) in entries where !found.contains(key) {
      if entry.isStored, entry.change <= change { entries[key] = nil }
    }
  }

  /// Forgets what no longer makes a difference.
  mutating func tidy(at now: Int64) {
    entries = entries.filter { now < $0.value.rememberedUntil }
  }

  /// Lets a tenth go: what is over first, then what ends soonest.
  private mutating func makeRoom(at now: Int64) {
    tidy(at: now)
    guard entries.count >= terms.countMax else { return }
    let ends = entries.values.map { $0.ban.until }.sorted()
    let end = ends[min(max(ends.count / 10, 1), ends.count - 1)]
    var surplus = max(ends.count / 10, 1)
    for (key, entry) in entries where surplus > 0 && entry.ban.until <= end {
      entries[key] = nil
      surplus -= 1
    }
  }
}
