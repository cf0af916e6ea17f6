import Locks
import SharedState
import Testing

@Suite struct LocalSharedStateTests {
  private let clock = HandMovedClock()

  private func store(_ change: (inout LocalStateLimits) -> Void = { _ in }) -> LocalSharedState {
    var limits = LocalStateLimits()
    change(&limits)
    return LocalSharedState(limits: limits) { [clock] in clock.now }
  }

  @Test func `a counter keeps the expiry of its first increment`() async throws {
    let store = store()
    #expect(try await store.increment("a", by: 2, expiresAfter: .seconds(10)) == 2)
    clock.move(by: .seconds(9))
    #expect(try await store.increment("a", by: 3, expiresAfter: .seconds(10)) == 5)
    clock.move(by: .seconds(1))
    #expect(try await store.increment("a", by: 1, expiresAfter: nil) == 1)
    clock.move(by: .seconds(86400))
    #expect(try await store.get("a") == Array("1".utf8))
  }

  @Test func `a counter that would overflow stays as it is`() async throws {
    let store = store()
    _ = try await store.increment("a", by: .max)
    await #expect(throws: SharedStateFailure.self) { try await store.increment("a", by: 1) }
    #expect(try await store.get("a") == Array("9223372036854775807".utf8))
  }

  @Test func `bytes expire at their moment and not before`() async throws {
    let store = store()
    try await store.set("k", [1, 2, 3], expiresAfter: .milliseconds(5))
    clock.move(by: .microseconds(4999))
    #expect(try await store.get("k") == [1, 2, 3])
    clock.move(by: .microseconds(1))
    #expect(try await store.get("k") == nil)
    #expect(try await store.delete("k") == false)
  }

  @Test func `a full store takes no new key until one has expired`() async throws {
    let store = store { $0.keysMax = 10 }
    for index in 0..<10 {
      try await store.set("k\(index)", [0], expiresAfter: .seconds(Int64(index) + 1))
    }
    await #expect(throws: SharedStateFailure.overloaded) { try await store.set("new", [0]) }
    try await store.set("k9", [1], expiresAfter: .seconds(10))
    clock.move(by: .seconds(3))
    for index in 0..<3 { try await store.set("new\(index)", [0]) }
    await #expect(throws: SharedStateFailure.overloaded) { try await store.set("new3", [0]) }
    #expect(store.keyCount == 10)
    #expect(try await store.get("k9") == [1])
    #expect(try await store.get("k3") == [0])
  }

  @Test func `bytes are counted, and freed with their key`() async throws {
    let store = store { $0.bytesMax = 100 }
    try await store.set("a", Array(repeating: 0, count: 90))
    await #expect(throws: SharedStateFailure.overloaded) {
      try await store.set("b", Array(repeating: 0, count: 20))
    }
    try await store.set("a", Array(repeating: 0, count: 10))
    try await store.set("b", Array(repeating: 0, count: 20))
    _ = try await store.delete("a")
    try await store.set("a", Array(repeating: 0, count: 70))
  }

  @Test func `a quota is partly granted, never exceeded, and gone when its period is`() async throws
  {
    let store = store()
    let end = clock.now + .seconds(60)
    let first = try await store.takeQuota("q", limit: 100, wanted: 70, expiresAt: end)
    #expect(first == QuotaGrant(granted: 70, used: 70))
    let second = try await store.takeQuota("q", limit: 100, wanted: 70, expiresAt: end)
    #expect(second == QuotaGrant(granted: 30, used: 100))
    #expect(try await store.release("q", quota: 25) == 75)
    let lowered = try await store.takeQuota("q", limit: 50, wanted: 1, expiresAt: end)
    #expect(lowered == QuotaGrant(granted: 0, used: 75))
    clock.move(by: .seconds(60))
    #expect(try await store.release("q", quota: 1) == 0)
    await #expect(throws: SharedStateFailure.refused("the quota's period is over")) {
      try await store.takeQuota("q", limit: 100, wanted: 1, expiresAt: end)
    }
  }

  @Test func `a rate is kept by the clock of the store`() async throws {
    let store = store()
    let rate = CellRate(60, per: .seconds(60), burst: 5)
    #expect(try await store.takeRate("r", rate, wanted: 9).granted == 5)
    #expect(try await store.takeRate("r", rate).retryAfter == .seconds(1))
    clock.move(by: .seconds(2))
    #expect(try await store.takeRate("r", rate, wanted: 9).granted == 2)
  }

  @Test func `a subscriber hears its own channel until it cancels`() async throws {
    let store = store()
    let seen = Mutex<[ChannelEvent]>([])
    let subscription = try store.subscribe("c") { event in seen.withLock { $0.append(event) } }
    try await store.publish("c", [1])
    try await store.publish("other", [2])
    subscription.cancel()
    try await store.publish("c", [3])
    #expect(seen.withLock { $0 } == [.subscribed, .message([1])])
  }

  @Test func `one subscriber more than the limit is refused until another leaves`() async throws {
    let store = store { $0.subscriptionsMax = 1 }
    var first: ChannelSubscription? = try store.subscribe("c") { _ in }
    #expect(first != nil)
    #expect(throws: SharedStateFailure.overloaded) { try store.subscribe("c") { _ in } }
    first = nil
    _ = try store.subscribe("c") { _ in }
  }
}
