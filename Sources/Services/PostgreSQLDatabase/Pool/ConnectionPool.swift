internal import Persistence
internal import Resilience

/// Who has which connection, who waits, and when one is made or ended: decides, and does nothing.
///
/// Times are milliseconds of a clock that only goes forward. While no connection is there and the
/// server was not reached, callers are refused at once until the backoff lets another attempt be
/// made; so nobody waits for a server that is known to be away.
struct ConnectionPool {
  /// What bounds the pool, in milliseconds where it is a time.
  struct Limits {
    var connectionsMax: Int
    var waitersMax: Int
    var waitTimeout: UInt64
    var ageMax: UInt64
    var checkInterval: UInt64
    var backoff: Backoff
  }

  private enum Use: Equatable {
    case opening
    case idle(since: UInt64)
    case checking
    case leased
  }

  private struct Slot {
    var use: Use
    var openedAt: UInt64
    /// Whether it ends when it comes back.
    var isUnwanted = false
  }

  private struct Waiter {
    let id: UInt64
    let expires: UInt64
  }

  private let limits: Limits
  private var slots: [Int: Slot] = [:]
  private var waiters: [Waiter] = []
  private var nextID = 1
  private var failureCount = 0
  private var retryAt: UInt64 = 0
  private var lastFailure: DatabaseFailure?
  private var isClosed = false
  private var chance = Chance()

  /// An empty pool.
  init(_ limits: Limits) { self.limits = limits }

  /// Connections and callers, now.
  var counts: DatabasePoolCounts {
    let open = slots.values.filter { $0.use != .opening }
    return DatabasePoolCounts(
      open: open.count, busy: open.filter { $0.use == .leased }.count, waiting: waiters.count,
      connectionsMax: limits.connectionsMax)
  }

  /// Whether it is closed and every connection has come back.
  var isOver: Bool { isClosed && slots.isEmpty }

  /// Whether this connection is still wanted and on its way.
  func isOpening(_ id: Int) -> Bool { slots[id]?.use == .opening }

  /// When `tick(at:)` should be called; nil when there is nothing to wait for.
  var nextTick: UInt64? {
    var earliest = waiters.first?.expires
    // Who waits since the server went away is helped as soon as it may be tried again.
    let isOpening = slots.values.contains { $0.use == .opening }
    if let expires = earliest, failureCount > 0, !isOpening, slots.count < limits.connectionsMax {
      earliest = min(expires, retryAt)
    }
    for slot in slots.values {
      guard case .idle(let since) = slot.use else { continue }
      let due = min(since + limits.checkInterval, slot.openedAt + limits.ageMax)
      earliest = min(earliest ?? due, due)
    }
    return earliest
  }

  /// Somebody wants a connection.
  mutating func lease(_ waiter: UInt64, at now: UInt64) -> [PoolAction] {
    guard !isClosed else {
      return [.fail(waiter, DatabaseFailure(.unavailable, "the database is closed"))]
    }
    // The one that rested least is the most likely to be alive, and lets the others grow old.
    if waiters.isEmpty, let id = freshestIdle {
      slots[id]?.use = .leased
      return [.give(id, to: waiter)]
    }
    if slots.isEmpty, now < retryAt, let lastFailure { return [.fail(waiter, lastFailure)] }
    guard waiters.count < limits.waitersMax else {
      return [
        .fail(
          waiter,
          DatabaseFailure(.overloaded, "too many wait for the database", sqlState: "53300"))
      ]
    }
    waiters.append(Waiter(id: waiter, expires: now + limits.waitTimeout))
    return openAsNeeded(at: now)
  }

  /// A connection was made.
  mutating func opened(_ id: Int, at now: UInt64) -> [PoolAction] {
    failureCount = 0
    lastFailure = nil
    retryAt = 0
    slots[id] = Slot(use: .idle(since: now), openedAt: now)
    return handOut(at: now)
  }

  /// A connection could not be made.
  mutating func openFailed(_ id: Int, _ failure: DatabaseFailure, at now: UInt64) -> [PoolAction] {
    slots[id] = nil
    failureCount += 1
    lastFailure = failure
    retryAt = now + limits.backoff.delay(beforeRetry: failureCount, using: &chance).milliseconds
    // As long as others are there, or on their way, the callers may still be served.
    guard slots.isEmpty else { return [] }
    defer { waiters = [] }
    return waiters.map { .fail($0.id, failure) }
  }

  /// A caller gives a connection back.
  mutating func released(_ id: Int, isReusable: Bool, at now: UInt64) -> [PoolAction] {
    guard let slot = slots[id] else { return [] }
    guard isReusable, !isClosed, !slot.isUnwanted, now < slot.openedAt + limits.ageMax else {
      slots[id] = nil
      return [.close(id)] + openAsNeeded(at: now)
    }
    slots[id]?.use = .idle(since: now)
    return handOut(at: now)
  }

  /// An idle connection was closed by the other side.
  mutating func lost(_ id: Int, at now: UInt64) -> [PoolAction] {
    guard slots.removeValue(forKey: id) != nil else { return [] }
    return [.close(id)] + openAsNeeded(at: now)
  }

  /// The server answered on a connection that had rested.
  mutating func checked(_ id: Int, isAlive: Bool, at now: UInt64) -> [PoolAction] {
    released(id, isReusable: isAlive, at: now)
  }

  /// Time has passed.
  mutating func tick(at now: UInt64) -> [PoolAction] {
    var actions: [PoolAction] = []
    while let first = waiters.first, first.expires <= now {
      waiters.removeFirst()
      let failure =
        lastFailure
        ?? DatabaseFailure(.timedOut, "waited too long for a connection", sqlState: "55P03")
      actions.append(.fail(first.id, failure))
    }
    for (id, slot) in slots.sorted(by: { $0.key < $1.key }) {
      guard case .idle(let since) = slot.use else { continue }
      if now >= slot.openedAt + limits.ageMax {
        slots[id] = nil
        actions.append(.close(id))
      } else if now >= since + limits.checkInterval {
        slots[id]?.use = .checking
        actions.append(.check(id))
      }
    }
    return actions + openAsNeeded(at: now)
  }

  /// Ends what is idle, has what is leased end when it comes back, and tries the server again without
  /// waiting for the backoff.
  mutating func reset(at now: UInt64) -> [PoolAction] {
    guard !isClosed else { return [] }
    failureCount = 0
    retryAt = 0
    lastFailure = nil
    var actions: [PoolAction] = []
    for (id, slot) in slots.sorted(by: { $0.key < $1.key }) {
      switch slot.use {
      case .idle, .checking:
        slots[id] = nil
        actions.append(.close(id))
      case .leased: slots[id]?.isUnwanted = true
      case .opening: break
      }
    }
    return actions + openAsNeeded(at: now)
  }

  /// Takes no more callers, and ends what is idle; what is leased ends when it comes back.
  mutating func close() -> [PoolAction] {
    isClosed = true
    let failure = DatabaseFailure(.unavailable, "the database is closed")
    var actions: [PoolAction] = waiters.map { .fail($0.id, failure) }
    waiters = []
    for (id, slot) in slots.sorted(by: { $0.key < $1.key }) where slot.use != .leased {
      slots[id] = nil
      actions.append(.close(id))
    }
    return actions
  }

  private var freshestIdle: Int? {
    var best: (id: Int, since: UInt64)?
    for (id, slot) in slots {
      guard case .idle(let since) = slot.use else { continue }
      if best.map({ (since, id) > ($0.since, $0.id) }) ?? true { best = (id, since) }
    }
    return best?.id
  }

  private mutating func handOut(at now: UInt64) -> [PoolAction] {
    var actions: [PoolAction] = []
    while let first = waiters.first, let id = freshestIdle {
      waiters.removeFirst()
      slots[id]?.use = .leased
      actions.append(.give(id, to: first.id))
    }
    return actions + openAsNeeded(at: now)
  }

  /// Makes as many connections as callers wait for, within the limit.
  private mutating func openAsNeeded(at now: UInt64) -> [PoolAction] {
    guard !isClosed, now >= retryAt || !slots.isEmpty else { return [] }
    var opening = slots.values.count { $0.use == .opening }
    var actions: [PoolAction] = []
    while opening < waiters.count, slots.count < limits.connectionsMax {
      // After a failure one connection finds out whether the server is back.
      if failureCount > 0 && (opening > 0 || now < retryAt) { break }
      slots[nextID] = Slot(use: .opening, openedAt: now)
      actions.append(.open(nextID))
      nextID += 1
      opening += 1
    }
    return actions
  }
}
