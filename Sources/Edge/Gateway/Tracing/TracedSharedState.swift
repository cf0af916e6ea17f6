internal import SharedState
internal import Traces

/// Shared state on a server, each call a span of the trace that it is made for.
struct TracedSharedState: SharedStateStore {
  let store: any SharedStateStore

  private func traced<Value>(
    _ operation: String, _ body: () async throws(SharedStateFailure) -> Value
  ) async throws(SharedStateFailure) -> Value {
    guard var span = TraceScope.current?.begin(operation, .client) else { return try await body() }
    span.attributes = [
      SpanAttribute("db.system.name", "redis"), SpanAttribute("db.operation.name", operation),
    ]
    do throws(SharedStateFailure) {
      let value = try await body()
      span.end()
      return value
    } catch {
      span.end(failure: "shared-state")
      throw error
    }
  }

  func increment(
    _ key: String, by amount: Int64, expiresAfter: Duration?
  ) async throws(SharedStateFailure) -> Int64 {
    try await traced("increment") { () async throws(SharedStateFailure) in
      try await store.increment(key, by: amount, expiresAfter: expiresAfter)
    }
  }

  func get(_ key: String) async throws(SharedStateFailure) -> [UInt8]? {
    try await traced("get") { () async throws(SharedStateFailure) in try await store.get(key) }
  }

  func set(
    _ key: String, _ value: [UInt8], expiresAfter: Duration?
  ) async throws(SharedStateFailure) {
    try await traced("set") { () async throws(SharedStateFailure) in
      try await store.set(key, value, expiresAfter: expiresAfter)
    }
  }

  func setIfAbsent(
    _ key: String, _ value: [UInt8], expiresAfter: Duration?
  ) async throws(SharedStateFailure) -> Bool {
    try await traced("setIfAbsent") { () async throws(SharedStateFailure) in
      try await store.setIfAbsent(key, value, expiresAfter: expiresAfter)
    }
  }

  func delete(_ key: String) async throws(SharedStateFailure) -> Bool {
    try await traced("delete") { () async throws(SharedStateFailure) in
      try await store.delete(key)
    }
  }

  func takeRate(
    _ key: String, _ rate: CellRate, wanted: Int, atLeast: Int
  ) async throws(SharedStateFailure) -> RateGrant {
    try await traced("takeRate") { () async throws(SharedStateFailure) in
      try await store.takeRate(key, rate, wanted: wanted, atLeast: atLeast)
    }
  }

  func takeQuota(
    _ key: String, limit: Int64, wanted: Int64, expiresAt: SharedTime
  ) async throws(SharedStateFailure) -> QuotaGrant {
    try await traced("takeQuota") { () async throws(SharedStateFailure) in
      try await store.takeQuota(key, limit: limit, wanted: wanted, expiresAt: expiresAt)
    }
  }

  func release(_ key: String, quota count: Int64) async throws(SharedStateFailure) -> Int64 {
    try await traced("release") { () async throws(SharedStateFailure) in
      try await store.release(key, quota: count)
    }
  }

  func publish(_ channel: String, _ message: [UInt8]) async throws(SharedStateFailure) {
    try await traced("publish") { () async throws(SharedStateFailure) in
      try await store.publish(channel, message)
    }
  }

  func subscribe(
    _ channel: String, _ receive: @escaping @Sendable (ChannelEvent) -> Void
  ) throws(SharedStateFailure) -> ChannelSubscription {
    try store.subscribe(channel, receive)
  }

  var health: SharedStateHealth { store.health }
}
