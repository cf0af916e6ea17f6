package import Capabilities
internal import JSON
package import Lifecycle
internal import Locks
package import SharedState
package import Telemetry

/// Keeps the addresses of this edge, of the others and of the database the same.
///
/// A ban holds here at once; it is stored and told to the other edges a moment later. Rules and bans
/// that others have made come by message, and at the latest with the next look at the database, which
/// has a number that each change by hand moves.
package final class AddressKeeping: AddressChanges {
  /// The channel of the shared state.
  package static let channel = "floe:addresses"
  /// Bans of one message.
  private static let groupMax = 200
  /// Bans of one turn that have an audit entry each; more of them have one together.
  private static let entriesMax = 20
  /// Seconds between two times of removing what is over from the database.
  private static let sweepSeconds: Int64 = 600

  private struct State {
    var needsReading = false
    var revision: Int64 = 0
    var hasListened = false
    var hasFailed = false
    var sweptAt: Int64 = 0
    var readAt: Int64 = 0
  }

  private let rules: AddressRules
  private let store: AddressStore
  private let settings: AddressScreeningSettings
  private let shared: any SharedStateStore
  private let audit: any AuditTrail
  private let logger: Logger
  private let now: @Sendable () -> Int64
  private let everyLoopPassed: @Sendable () async -> Void
  private let state = Mutex(State())
  private let wakes: AsyncStream<Void>
  private let wakeUp: AsyncStream<Void>.Continuation

  /// - Parameters:
  ///   - now: seconds since 1970.
  ///   - everyLoopPassed: returns once every loop that asks the rules has done something else.
  package init(
    _ rules: AddressRules, store: AddressStore, settings: AddressScreeningSettings,
    shared: any SharedStateStore, audit: any AuditTrail, logger: Logger,
    now: @escaping @Sendable () -> Int64, everyLoopPassed: @escaping @Sendable () async -> Void
  ) {
    self.rules = rules
    self.store = store
    self.settings = settings
    self.shared = shared
    self.audit = audit
    self.logger = logger
    self.now = now
    self.everyLoopPassed = everyLoopPassed
    (wakes, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  // MARK: Services

  /// Reads what is stored, listens to the other edges, and stores and tells what happens here.
  package func keeper() -> BackgroundService {
    BackgroundService { ready in
      try await self.reread()
      let subscription = try self.shared.subscribe(Self.channel) { self.received($0) }
      defer { subscription.cancel() }
      ready()
      for await _ in self.rules.wakes { await self.tellUntold() }
    }
  }

  /// Reads again when another edge says so.
  package func reader() -> BackgroundService {
    BackgroundService { ready in
      ready()
      for await _ in self.wakes where self.state.withLock({ $0.needsReading }) {
        await self.attempt { try await self.reread() }
      }
    }
  }

  /// Lets go of what is over, and looks for changes that nobody has told of.
  package func ticker(clock: any Clock<Duration> = ContinuousClock()) -> BackgroundService {
    BackgroundService { ready in
      ready()
      while !Task.isCancelled {
        try await clock.sleep(for: min(self.settings.rereadInterval, .seconds(1)))
        await self.tick()
      }
    }
  }

  /// One turn of the ticker.
  func tick() async {
    let seconds = now()
    rules.tick(at: seconds)
    await reclaim()
    if rules.untoldCount > 0 { await tellUntold() }
    let isDue = state.withLock { state in
      guard state.needsReading || seconds - state.readAt >= interval else { return false }
      state.readAt = seconds
      return true
    }
    guard isDue else { return }
    await attempt {
      let revision = try await self.store.revision()
      let isOld = self.state.withLock { $0.needsReading || $0.revision != revision }
      if isOld { try await self.reread() }
    }
    guard state.withLock({ seconds - $0.sweptAt >= Self.sweepSeconds }) else { return }
    state.withLock { $0.sweptAt = seconds }
    await attempt { try await self.store.sweep(at: seconds) }
  }

  private var interval: Int64 { settings.rereadInterval.components.seconds }

  /// Lets go of lists that no loop looks at any more.
  private func reclaim() async {
    let retired = rules.takeRetired()
    guard !retired.isEmpty else { return }
    await everyLoopPassed()
    withExtendedLifetime(retired) {}
  }

  /// Does something with the database; what fails is tried again with the next turn, and said once.
  private func attempt(_ body: () async throws -> Void) async {
    do {
      try await body()
      state.withLock { $0.hasFailed = false }
    } catch {
      let isFirst = state.withLock { state in
        defer { state.hasFailed = true }
        return !state.hasFailed
      }
      if isFirst && !Task.isCancelled {
        logger.error("Addresses cannot be stored or read; it is tried again.", error: error)
      }
    }
  }

  // MARK: The database

  /// Takes over what the database says.
  func reread() async throws {
    let change = rules.changeCount
    state.withLock { $0.needsReading = false }
    do {
      // Before the rest, so that what changes meanwhile is read again.
      let revision = try await store.revision()
      let seconds = now()
      let listed = try await store.rules(at: seconds, limit: settings.rulesMax)
      let bans = try await store.bans(at: seconds, limit: settings.bansMax)
      rules.reread(rules: listed, bans: bans, asOf: change, at: seconds)
      state.withLock { $0.revision = revision }
    } catch {
      state.withLock { $0.needsReading = true }
      throw error
    }
  }

  /// Stores what this edge has banned, and tells the others.
  private func tellUntold() async {
    let bans = rules.takeUntold()
    guard !bans.isEmpty else { return }
    var isStored = false
    await attempt {
      do {
        try await self.save(bans)
        isStored = true
      } catch {
        self.rules.putBack(bans)
        throw error
      }
    }
    guard isStored else { return }
    let lifted = rules.stored(bans)
    for ban in lifted { await attempt { _ = try await self.store.lift(ban.key) } }
    await tell(bans.filter { !lifted.contains($0) }.map(AddressNews.banned))
    for ban in bans.prefix(Self.entriesMax) {
      logger.notice(
        "An address is banned.",
        metadata: [
          "address": "\(ban.address)", "reason": "\(ban.reason.rawValue)",
          "seconds": .integer(Int(ban.until - ban.bannedAt)),
        ])
    }
    await attempt { try await self.record(bans) }
  }

  /// Stores bans; where no message reaches the other edges, they find out by the number.
  private func save(_ bans: [AddressBan]) async throws {
    var isNews = true
    if case .connected = shared.health.state { isNews = false }
    try await store.save(
      bans, memorySeconds: settings.banTerms.memorySeconds, isNews: isNews)
    guard isNews else { return }
    // What this edge has done itself it need not read again.
    let revision = try await store.revision()
    state.withLock { if $0.revision == revision - 1 { $0.revision = revision } }
  }

  private func record(_ bans: [AddressBan]) async throws {
    if bans.count <= Self.entriesMax {
      for ban in bans { try await audit.record(AddressEdits.entry(of: ban)) }
    } else {
      try await audit.record(
        AuditEntry(
          "address.banned", happenedAt: now(),
          details: [
            .init("count", .integer(Int64(bans.count))),
            .init("addresses", .array(bans.prefix(Self.entriesMax).map { .string($0.address) })),
          ]))
    }
  }

  // MARK: Other edges

  func rulesChanged() async throws {
    try await reread()
    await tell([.rules])
  }

  func banned(_ ban: AddressBan) async {
    rules.impose(ban, at: now())
    await tell([.banned(ban)])
  }

  func lifted(_ key: AddressKey) async -> Bool {
    let wasHere = rules.lift(key)
    await tell([.lifted(key)])
    return wasHere
  }

  /// Tells the others; whom it does not reach sees it in the database.
  private func tell(_ news: [AddressNews]) async {
    var rest = news[...]
    while !rest.isEmpty {
      let lines = rest.prefix(Self.groupMax).map(\.line).joined(separator: "\n")
      rest = rest.dropFirst(Self.groupMax)
      do throws(SharedStateFailure) {
        try await shared.publish(Self.channel, Array(lines.utf8))
      } catch {
        logger.debug("Other edges were not told of addresses: \(String(describing: error))")
        return
      }
    }
  }

  private func received(_ event: ChannelEvent) {
    switch event {
    case .interrupted: break
    case .subscribed:
      let isFirst = state.withLock { state in
        defer { state.hasListened = true }
        return !state.hasListened
      }
      if !isFirst { readSoon() }
    case .message(let bytes):
      let seconds = now()
      for line in bytes.split(separator: UInt8(ascii: "\n")) {
        switch AddressNews(String(decoding: line, as: UTF8.self)) {
        case .rules: readSoon()
        case .banned(let ban): rules.takeOver(ban, at: seconds)
        case .lifted(let key): rules.lift(key)
        case nil: continue
        }
      }
    }
  }

  private func readSoon() {
    state.withLock { $0.needsReading = true }
    wakeUp.yield()
  }
}
