import Locks
import SharedState

/// A store between edges that a test takes away and brings back.
final class BrokenStore: SharedStateStore {
  private let local: LocalSharedState
  private let isAway = Mutex(false)
  private let receivers = Mutex<[@Sendable (ChannelEvent) -> Void]>([])

  init() { local = LocalSharedState(now: { SharedTime(microseconds: 0) }) }

  func takeAway() {
    isAway.withLock { $0 = true }
    for receive in receivers.withLock({ $0 }) { receive(.interrupted) }
  }

  func bringBack() {
    isAway.withLock { $0 = false }
    for receive in receivers.withLock({ $0 }) { receive(.subscribed) }
  }

  var health: SharedStateHealth { local.health }

  func publish(_ channel: String, _ message: [UInt8]) async throws(SharedStateFailure) {
    if isAway.withLock({ $0 }) { throw .away }
    try await local.publish(channel, message)
  }

  func subscribe(
    _ channel: String, _ receive: @escaping @Sendable (ChannelEvent) -> Void
  ) throws(SharedStateFailure) -> ChannelSubscription {
    receivers.withLock { $0.append(receive) }
    return try local.subscribe(channel, receive)
  }

  func increment(
    _ key: String, by amount: Int64, expiresAfter: Duration?
  ) async throws(SharedStateFailure) -> Int64 { throw .away }

  func get(_ key: String) async throws(SharedStateFailure) -> [UInt8]? { throw .away }

  func set(
    _ key: String, _ value: [UInt8], expiresAfter: Duration?
  ) async throws(SharedStateFailure) { throw .away }

  func setIfAbsent(
    _ key: String, _ value: [UInt8], expiresAfter: Duration?
  ) async throws(SharedStateFailure) -> Bool { throw .away }

  func delete(_ key: String) async throws(SharedStateFailure) -> Bool { throw .away }

  func takeRate(
    _ key: String, _ rate: CellRate, wanted: Int, atLeast: Int
  ) async throws(SharedStateFailure) -> RateGrant { throw .away }

  func takeQuota(
    _ key: String, limit: Int64, wanted: Int64, expiresAt: SharedTime
  ) async throws(SharedStateFailure) -> QuotaGrant { throw .away }

  func release(
    _ key: String, quota count: Int64
  ) async throws(SharedStateFailure) -> Int64 { throw .away }
}
