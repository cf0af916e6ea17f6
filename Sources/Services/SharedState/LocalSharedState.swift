internal import Locks

/// Shared state of one process: the default, what tests use, and what stands in for a server that is
/// away.
package final class LocalSharedState: SharedStateStore {
  private let table: Mutex<LocalTable>
  private let channels: LocalChannels
  private let now: @Sendable () -> SharedTime

  /// Nothing kept yet; `now` is the clock that everything expires by.
  package init(
    limits: LocalStateLimits = LocalStateLimits(), now: @escaping @Sendable () -> SharedTime
  ) {
    table = Mutex(LocalTable(keysMax: limits.keysMax, bytesMax: limits.bytesMax))
    channels = LocalChannels(limits: limits)
    self.now = now
  }

  package var health: SharedStateHealth { SharedStateHealth(state: .local) }

  /// Keys that are kept, some of which may have expired and not been met since.
  package var keyCount: Int { table.withLock { $0.count } }

  package func increment(
    _ key: String, by amount: Int64, expiresAfter: Duration?
  ) async throws(SharedStateFailure) -> Int64 {
    try SharedStateBounds.check(key: key)
    try SharedStateBounds.check(expiry: expiresAfter)
    let now = now()
    return try table.withLock { table throws(SharedStateFailure) in
      let old = table.slot(key, at: now)
      guard let number = Self.number(of: old) else { throw Self.notANumber }
      let (sum, isTooLarge) = number.addingReportingOverflow(amount)
      guard !isTooLarge else { throw .refused("the counter would overflow") }
      let expiry = old.map(\.expiry) ?? expiresAfter.map { now + $0 }
      try table.put(key, .number(sum), expiry: expiry, at: now)
      return sum
    }
  }

  package func get(_ key: String) async throws(SharedStateFailure) -> [UInt8]? {
    try SharedStateBounds.check(key: key)
    let now = now()
    return table.withLock { $0.slot(key, at: now)?.value.bytes }
  }

  package func set(
    _ key: String, _ value: [UInt8], expiresAfter: Duration?
  ) async throws(SharedStateFailure) {
    try Self.check(key, value, expiresAfter)
    let now = now()
    try table.withLock { table throws(SharedStateFailure) in
      try table.put(key, .bytes(value), expiry: expiresAfter.map { now + $0 }, at: now)
    }
  }

  package func setIfAbsent(
    _ key: String, _ value: [UInt8], expiresAfter: Duration?
  ) async throws(SharedStateFailure) -> Bool {
    try Self.check(key, value, expiresAfter)
    let now = now()
    return try table.withLock { table throws(SharedStateFailure) in
      guard table.slot(key, at: now) == nil else { return false }
      try table.put(key, .bytes(value), expiry: expiresAfter.map { now + $0 }, at: now)
      return true
    }
  }

  package func delete(_ key: String) async throws(SharedStateFailure) -> Bool {
    try SharedStateBounds.check(key: key)
    let now = now()
    return table.withLock { $0.remove(key, at: now) }
  }

  package func takeRate(
    _ key: String, _ rate: CellRate, wanted: Int, atLeast: Int
  ) async throws(SharedStateFailure) -> RateGrant {
    try SharedStateBounds.check(key: key)
    try SharedStateBounds.check(rate, wanted: wanted, atLeast: atLeast)
    let now = now()
    return try table.withLock { table throws(SharedStateFailure) in
      let old = table.slot(key, at: now)
      if old != nil, old?.value.number == nil { throw Self.notANumber }
      let (grant, arrival) = rate.take(
        arrival: old?.value.number, now: now.microseconds, wanted: wanted, atLeast: atLeast)
      if let arrival {
        // An arrival time in the past says nothing, so the key may go then.
        let expiry = SharedTime(microseconds: arrival)
        try table.put(key, .number(arrival), expiry: expiry, at: now)
      }
      return grant
    }
  }

  package func takeQuota(
    _ key: String, limit: Int64, wanted: Int64, expiresAt: SharedTime
  ) async throws(SharedStateFailure) -> QuotaGrant {
    try SharedStateBounds.check(key: key)
    try SharedStateBounds.check(limit: limit, wanted: wanted)
    let now = now()
    guard expiresAt > now else { throw Self.periodIsOver }
    return try table.withLock { table throws(SharedStateFailure) in
      let old = table.slot(key, at: now)
      guard let used = Self.number(of: old) else { throw Self.notANumber }
      let grant = QuotaRule.take(used: used, limit: limit, wanted: wanted)
      if grant.granted > 0 {
        try table.put(key, .number(grant.used), expiry: old?.expiry ?? expiresAt, at: now)
      }
      return grant
    }
  }

  package func release(
    _ key: String, quota count: Int64
  ) async throws(SharedStateFailure) -> Int64 {
    try SharedStateBounds.check(key: key)
    try SharedStateBounds.check(limit: 0, wanted: count)
    let now = now()
    return try table.withLock { table throws(SharedStateFailure) in
      guard let old = table.slot(key, at: now) else { return 0 }
      guard let used = old.value.number else { throw Self.notANumber }
      let left = QuotaRule.release(used: used, count: count)
      try table.put(key, .number(left), expiry: old.expiry, at: now)
      return left
    }
  }

  package func publish(_ channel: String, _ message: [UInt8]) async throws(SharedStateFailure) {
    try SharedStateBounds.check(key: channel)
    try SharedStateBounds.check(value: message)
    channels.publish(channel, message)
  }

  package func subscribe(
    _ channel: String, _ receive: @escaping @Sendable (ChannelEvent) -> Void
  ) throws(SharedStateFailure) -> ChannelSubscription {
    try SharedStateBounds.check(key: channel)
    return try channels.subscribe(channel, receive)
  }

  private static let notANumber = SharedStateFailure.refused("the value is not a number")
  private static let periodIsOver = SharedStateFailure.refused("the quota's period is over")

  /// The number in a slot; 0 where nothing is, nil where something else is.
  private static func number(of slot: LocalTable.Slot?) -> Int64? {
    guard let slot else { return 0 }
    return slot.value.number
  }

  private static func check(
    _ key: String, _ value: [UInt8], _ expiry: Duration?
  ) throws(SharedStateFailure) {
    try SharedStateBounds.check(key: key)
    try SharedStateBounds.check(value: value)
    try SharedStateBounds.check(expiry: expiry)
  }
}
