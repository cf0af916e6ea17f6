internal import Locks

/// Limits that go on when the shared store does not: what counts and limits is then decided by this
/// edge alone, and the grant says so.
///
/// Only limits fall back. A session or a message that this edge would keep for itself would be a lie to
/// the others, so these throw as the store does.
package final class SharedStateWithFallback: SharedStateStore {
  private let shared: any SharedStateStore
  private let local: LocalSharedState
  private let fallbacks = Mutex(0)

  /// A store, and what stands in for it.
  package init(_ shared: any SharedStateStore, local: LocalSharedState) {
    self.shared = shared
    self.local = local
  }

  /// Takes that this edge has decided alone.
  package var fallbackCount: Int { fallbacks.withLock { $0 } }

  package var health: SharedStateHealth { shared.health }

  package func takeRate(
    _ key: String, _ rate: CellRate, wanted: Int, atLeast: Int
  ) async throws(SharedStateFailure) -> RateGrant {
    do {
      return try await shared.takeRate(key, rate, wanted: wanted, atLeast: atLeast)
    } catch {
      guard error.isOutage else { throw error }
      fallbacks.withLock { $0 += 1 }
      var grant = try await local.takeRate(key, rate, wanted: wanted, atLeast: atLeast)
      grant.isLocal = true
      return grant
    }
  }

  package func takeQuota(
    _ key: String, limit: Int64, wanted: Int64, expiresAt: SharedTime
  ) async throws(SharedStateFailure) -> QuotaGrant {
    do {
      return try await shared.takeQuota(key, limit: limit, wanted: wanted, expiresAt: expiresAt)
    } catch {
      guard error.isOutage else { throw error }
      fallbacks.withLock { $0 += 1 }
      var grant = try await local.takeQuota(
        key, limit: limit, wanted: wanted, expiresAt: expiresAt)
      grant.isLocal = true
      return grant
    }
  }

  package func release(
    _ key: String, quota count: Int64
  ) async throws(SharedStateFailure) -> Int64 {
    do {
      return try await shared.release(key, quota: count)
    } catch {
      guard error.isOutage else { throw error }
      return try await local.release(key, quota: count)
    }
  }

  package func increment(
    _ key: String, by amount: Int64, expiresAfter: Duration?
  ) async throws(SharedStateFailure) -> Int64 {
    do {
      return try await shared.increment(key, by: amount, expiresAfter: expiresAfter)
    } catch {
      guard error.isOutage else { throw error }
      fallbacks.withLock { $0 += 1 }
      return try await local.increment(key, by: amount, expiresAfter: expiresAfter)
    }
  }

  package func get(_ key: String) async throws(SharedStateFailure) -> [UInt8]? {
    try await shared.get(key)
  }

  package func set(
    _ key: String, _ value: [UInt8], expiresAfter: Duration?
  ) async throws(SharedStateFailure) {
    try await shared.set(key, value, expiresAfter: expiresAfter)
  }

  package func setIfAbsent(
    _ key: String, _ value: [UInt8], expiresAfter: Duration?
  ) async throws(SharedStateFailure) -> Bool {
    try await shared.setIfAbsent(key, value, expiresAfter: expiresAfter)
  }

  package func delete(_ key: String) async throws(SharedStateFailure) -> Bool {
    try await shared.delete(key)
  }

  package func publish(_ channel: String, _ message: [UInt8]) async throws(SharedStateFailure) {
    try await shared.publish(channel, message)
  }

  package func subscribe(
    _ channel: String, _ receive: @escaping @Sendable (ChannelEvent) -> Void
  ) throws(SharedStateFailure) -> ChannelSubscription {
    try shared.subscribe(channel, receive)
  }
}
