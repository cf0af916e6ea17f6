package import Bytes
package import Capabilities
internal import Locks

/// Which addresses are let in, for all loops: the lists, the bans, and what makes a ban.
///
/// A look-up is one load where nobody is refused, and otherwise a search without lock and allocation.
/// What is looked at is exchanged as a whole when a list changes; what was there before is kept until
/// every loop has done something else since (`takeRetired`), so `refusal` and `refuses` are to be
/// called on loops. Everything else takes a lock and may be called anywhere.
package final class AddressRules: AddressWatch {
  private struct State {
    var settings: AddressScreeningSettings
    var exempt: [AddressBlock]
    /// The rules of the settings, and those of administrators.
    var settled: [AddressRule] = []
    var listed: [AddressRule] = []
    var table = AddressTable([], at: 0)
    /// When the next rule's time is over.
    var nextExpiry = Int64.max
    var book: BanBook
    var bans: BanTable?
    var conduct: ConductTable
    var retired: [AddressSnapshot] = []
    var untold: [AddressBan] = []
    var tidiedAt: Int64 = 0
  }

  /// What the counts of events are.
  package let counts: SecurityCounts
  private let current = AddressSnapshotPlace()
  private let state: Mutex<State>
  private let secret: (UInt64, UInt64) = (
    .random(in: .min ... .max), .random(in: .min ... .max)
  )
  private let now: @Sendable () -> Int64
  /// Yields when there is something to store or to tell.
  let wakes: AsyncStream<Void>
  private let wakeUp: AsyncStream<Void>.Continuation

  /// Rules as the settings say, without those of administrators.
  ///
  /// - Parameters:
  ///   - exempt: proxies whose word on clients' addresses is trusted; as good as allowed.
  ///   - now: seconds since 1970.
  package init(
    _ settings: AddressScreeningSettings, exempt: [AddressBlock] = [], counts: SecurityCounts,
    now: @escaping @Sendable () -> Int64
  ) {
    self.counts = counts
    self.now = now
    (wakes, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    state = Mutex(
      State(
        settings: settings, exempt: exempt, book: BanBook(settings.banTerms),
        conduct: ConductTable(settings.conductLimits)))
    state.withLock { state in
      state.settled = settings.rules(exempt: exempt)
      rebuild(&state, at: now())
    }
  }

  // MARK: On loops

  /// Why an address is refused; nil when it is not.
  ///
  /// - Parameter seconds: since 1970.
  package func refusal(of address: PeerAddress, at seconds: Int64) -> AddressRefusal? {
    current.withSnapshot { $0.refusal(of: address, at: seconds) }
  }

  /// Whether an address is refused now.
  package func refuses(_ address: PeerAddress) -> Bool {
    // The clock is read only where there is something to look at.
    guard !current.isEmpty else { return false }
    return refusal(of: address, at: now()) != nil
  }

  /// How often a banned address is told so before its connections are not even taken.
  package static let toldMax = 20

  /// Whether an address is banned and comes again and again although it was told.
  package func isInsistent(_ address: PeerAddress) -> Bool {
    guard refuses(address) else { return false }
    let told = current.withSnapshot { $0.bans?.refusals(AddressKey(address)) ?? 0 }
    return (told ?? 0) > Self.toldMax
  }

  /// Counts a refused request.
  package func noteRefusal(of address: PeerAddress) {
    counts.note(.addressBlocked)
    current.withSnapshot { $0.bans?.noteRefusal(AddressKey(address)) }
  }

  // MARK: Conduct

  package func note(_ offence: AddressOffence, of address: PeerAddress, at seconds: Int64) {
    let key = AddressKey(address)
    guard key.isBannable else { return }
    let isBanned = state.withLock { state -> Bool in
      guard state.table.verdict(of: address) != .allowed,
        let reason = state.conduct.note(offence, of: key, at: seconds),
        let ban = state.book.ban(key, for: reason, at: seconds)
      else { return false }
      enforce(ban, &state, at: seconds)
      if state.untold.count < state.settings.bansMax { state.untold.append(ban) }
      return true
    }
    guard isBanned else { return }
    counts.note(.addressBanned)
    wakeUp.yield()
  }

  // MARK: Bans

  /// The bans that hold, with the requests that each has refused, the most of them first.
  func activeBans(at seconds: Int64) -> [(ban: AddressBan, refusals: Int)] {
    state.withLock { state in
      state.book.active(at: seconds).map { ($0, state.bans?.refusals($0.key) ?? 0) }
    }.sorted {
      ($1.refusals, $1.ban.until, $1.ban.key.word) < ($0.refusals, $0.ban.until, $0.ban.key.word)
    }
  }

  /// How many bans hold.
  package var activeBanCount: Int {
    let now = now()
    return state.withLock { $0.bans == nil ? 0 : $0.book.active(at: now).count }
  }

  /// Addresses whose conduct is watched.
  package var watchedCount: Int { state.withLock { $0.conduct.count } }

  /// Bans that are neither stored nor told to others yet.
  package var untoldCount: Int { state.withLock { $0.untold.count } }

  /// Whether an address is in the allow list.
  func allows(_ address: PeerAddress) -> Bool {
    state.withLock { $0.table.verdict(of: address) == .allowed }
  }

  /// Puts a ban into force that is in the database.
  func impose(_ ban: AddressBan, at seconds: Int64) {
    state.withLock { state in
      state.book.put(ban, isStored: true, at: seconds)
      enforce(ban, &state, at: seconds)
    }
  }

  /// Puts a ban into force that another edge tells of.
  func takeOver(_ ban: AddressBan, at seconds: Int64) {
    state.withLock { state in
      if state.book.takeOver(ban, at: seconds) { enforce(ban, &state, at: seconds) }
    }
  }

  /// Ends a ban, and forgets what led to it; false when there was none.
  @discardableResult
  func lift(_ key: AddressKey) -> Bool {
    state.withLock { state in
      state.conduct.forget(key)
      state.untold.removeAll { $0.key == key }
      _ = state.bans?.set(key, until: 0)
      return state.book.lift(key)
    }
  }

  /// Takes out the bans that have to be stored and told.
  func takeUntold() -> [AddressBan] {
    state.withLock { state in
      defer { state.untold = [] }
      return state.untold
    }
  }

  /// Puts back what could not be stored.
  func putBack(_ bans: [AddressBan]) {
    state.withLock { state in
      let room = max(0, state.settings.bansMax - state.untold.count)
      state.untold = bans.prefix(room) + state.untold
    }
  }

  /// Notes that bans are stored; gives those that were lifted meanwhile.
  func stored(_ bans: [AddressBan]) -> [AddressBan] {
    state.withLock { state in bans.filter { !state.book.stored($0) } }
  }

  // MARK: Lists

  /// All rules, those of the settings first.
  package var rules: [AddressRule] { state.withLock { $0.settled + $0.listed } }

  /// How many rules a list has.
  package func ruleCount(_ list: AddressList) -> Int {
    state.withLock { state in (state.settled + state.listed).count { $0.list == list } }
  }

  /// Whether only what is in the allow list is let in.
  package var allowsOnlyListed: Bool { state.withLock { $0.settings.allowsOnlyListed } }

  /// The number of the latest change to the bans, for `reread`.
  var changeCount: UInt64 { state.withLock { $0.book.changeCount } }

  /// Takes over what the database says.
  ///
  /// - Parameter change: `changeCount` before it was asked.
  func reread(
    rules: [AddressRule], bans: [AddressBan], asOf change: UInt64, at seconds: Int64
  ) {
    state.withLock { state in
      state.listed = rules
      state.book.reread(bans, asOf: change, at: seconds)
      renewBans(&state, at: seconds)
      rebuild(&state, at: seconds)
    }
  }

  /// Takes over new settings.
  func reconfigure(_ settings: AddressScreeningSettings) {
    state.withLock { state in
      let rulesMax = state.settings.rulesMax
      state.settings = settings
      state.settings.rulesMax = rulesMax
      state.settled = settings.rules(exempt: state.exempt)
      // How many are kept is decided at the start.
      var (terms, limits) = (settings.banTerms, settings.conductLimits)
      terms.countMax = state.book.terms.countMax
      limits.addressesMax = state.conduct.limits.addressesMax
      state.book.terms = terms
      state.conduct.limits = limits
      rebuild(&state, at: now())
    }
  }

  // MARK: Time

  /// Lets go of what is over; called about once a second.
  func tick(at seconds: Int64) {
    state.withLock { state in
      if seconds >= state.nextExpiry { rebuild(&state, at: seconds) }
      guard seconds - state.tidiedAt >= 30 else { return }
      state.tidiedAt = seconds
      state.conduct.tidy(at: seconds)
      state.book.tidy(at: seconds)
      if state.bans != nil, state.book.active(at: seconds).isEmpty {
        state.bans = nil
        publish(&state)
      }
    }
  }

  /// What is no longer looked at, to be let go of once every loop has done something else.
  func takeRetired() -> [AddressSnapshot] {
    state.withLock { state in
      defer { state.retired = [] }
      return state.retired
    }
  }

  // MARK: With the lock

  private func enforce(_ ban: AddressBan, _ state: inout State, at seconds: Int64) {
    if let bans = state.bans, bans.set(ban.key, until: ban.until) { return }
    renewBans(&state, at: seconds)
    publish(&state)
  }

  /// Makes the table of bans anew, with room for as many again.
  private func renewBans(_ state: inout State, at seconds: Int64) {
    let active = state.book.active(at: seconds)
    guard !active.isEmpty else {
      state.bans = nil
      return
    }
    let table = BanTable(room: active.count, secret: secret)
    for ban in active {
      let refusals = state.bans?.refusals(ban.key) ?? 0
      _ = table.set(ban.key, until: ban.until, refusals: refusals)
    }
    state.bans = table
  }

  private func rebuild(_ state: inout State, at seconds: Int64) {
    let rules = state.settled + state.listed
    state.table = AddressTable(rules, at: seconds)
    state.nextExpiry = rules.compactMap(\.expiresAt).filter { seconds < $0 }.min() ?? .max
    publish(&state)
  }

  private func publish(_ state: inout State) {
    let snapshot = AddressSnapshot(
      table: state.table, bans: state.bans, allowsOnlyListed: state.settings.allowsOnlyListed)
    if let old = current.exchange(snapshot.refusesNobody ? nil : snapshot) {
      state.retired.append(old)
    }
  }
}
