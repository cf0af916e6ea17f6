import Locks
import SharedState

/// A store that counts what it is asked, and may be away.
final class CountingStore: SharedStateStore {
  private let store: LocalSharedState
  private let state = Mutex((calls: 0, isAway: false))

  init(now: @escaping @Sendable () -> SharedTime) { store = LocalSharedState(now: now) }

  var callCount: Int { state.withLock { $0.calls } }

  func setAway(_ isAway: Bool) { state.withLock { $0.isAway = isAway } }

  private func ask() throws(SharedStateFailure) {
    let isAway = state.withLock { state in
      state.calls += 1
      return state.isAway
    }
    if isAway { throw .away }
  }

  func increment(
    _ key: String, by amount: Int64, expiresAfter: Duration?
  ) async throws(SharedStateFailure) -> Int64 {
    try ask()
    return try await store.increment(key, by: amount, expiresAfter: expiresAfter)
  }

  func get(_ key: String) async throws(SharedStateFailure) -> [UInt8]? {
    try ask()
    return try await store.get(key)
  }

  func set(
    _ key: String, _ value: [UInt8], expiresAfter: Duration?
  ) async throws(SharedStateFailure) {
    try ask()
    try await store.set(key, value, expiresAfter: expiresAfter)
  }

  func setIfAbsent(
    _ key: String, _ value: [UInt8], expiresAfter: Duration?
  ) async throws(SharedStateFailure) -> Bool {
    try ask()
    return try await store.setIfAbsent(key, value, expiresAfter: expiresAfter)
  }

  func delete(_ key: String) async throws(SharedStateFailure) -> Bool {
    try ask()
    return try await store.delete(key)
  }

  func takeRate(
    _ key: String, _ rate: CellRate, wanted: Int, atLeast: Int
  ) async throws(SharedStateFailure) -> RateGrant {
    try ask()
    return try await store.takeRate(key, rate, wanted: wanted, atLeast: atLeast)
  }

  func takeQuota(
    _ key: String, limit: Int64, wanted: Int64, expiresAt: SharedTime
  ) async throws(SharedStateFailure) -> QuotaGrant {
    try ask()
    return try await store.takeQuota(key, limit: limit, wanted: wanted, expiresAt: expiresAt)
  }

  func release(_ key: String, quota count: Int64) async throws(SharedStateFailure) -> Int64 {
    try ask()
    return try await store.release(key, quota: count)
  }

  func publish(_ channel: String, _ message: [UInt8]) async throws(SharedStateFailure) {
    try ask()
    try await store.publish(channel, message)
  }

  func subscribe(
    _ channel: String, _ receive: @escaping @Sendable (ChannelEvent) -> Void
  ) throws(SharedStateFailure) -> ChannelSubscription {
    try store.subscribe(channel, receive)
  }

  var health: SharedStateHealth { store.health }
}
