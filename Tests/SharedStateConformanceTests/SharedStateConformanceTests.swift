import SharedState
import TestSupport
import Testing

/// What every store promises, whatever it is made of.
@Suite struct SharedStateConformanceTests {
  @Test(arguments: StoreUnderTest.allCases)
  func `a counter counts for all edges`(kind: StoreUnderTest) async throws {
    try await kind.with { first, second async throws in
      #expect(try await first.increment("c") == 1)
      #expect(try await second.increment("c", by: 41) == 42)
      #expect(try await first.increment("c", by: -50) == -8)
      #expect(try await second.get("c") == Array("-8".utf8))
      #expect(try await first.increment("d", by: .max) == .max)
      await #expect(throws: SharedStateFailure.self) { try await first.increment("d", by: 1) }
      #expect(try await first.increment("e", by: .max, expiresAfter: .seconds(60)) == .max)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func `bytes are kept as they are, for all edges`(kind: StoreUnderTest) async throws {
    try await kind.with { first, second async throws in
      let bytes = Array(UInt8.min...UInt8.max) + [13, 10, 0]
      #expect(try await second.get("k") == nil)
      try await first.set("k", bytes)
      #expect(try await second.get("k") == bytes)
      #expect(try await second.setIfAbsent("k", [1], expiresAfter: nil) == false)
      #expect(try await second.setIfAbsent("ü {x} \r\n", [], expiresAfter: .seconds(60)))
      #expect(try await first.get("ü {x} \r\n") == [])
      #expect(try await first.delete("k"))
      #expect(try await first.delete("k") == false)
      let large = [UInt8](repeating: 7, count: SharedStateBounds.valueBytesMax)
      try await first.set("large", large)
      #expect(try await second.get("large") == large)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func `what expires is gone when its time has come`(kind: StoreUnderTest) async throws {
    try await kind.with { store, _ async throws in
      try await store.set("k", [1], expiresAfter: .milliseconds(30))
      #expect(try await store.setIfAbsent("n", [1], expiresAfter: .milliseconds(30)))
      #expect(try await store.increment("c", by: 5, expiresAfter: .milliseconds(30)) == 5)
      try await store.set("stays", [1], expiresAfter: .seconds(600))
      try await RedisFixture.until("three keys expire") {
        let first = try await store.get("k")
        let second = try await store.get("n")
        let third = try await store.get("c")
        return first == nil && second == nil && third == nil
      }
      #expect(try await store.get("stays") == [1])
      #expect(try await store.increment("c") == 1)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func `a later increment does not keep a counter alive`(kind: StoreUnderTest) async throws {
    try await kind.with { store, _ async throws in
      _ = try await store.increment("c", by: 1, expiresAfter: .milliseconds(60))
      try await RedisFixture.until("the counter starts again") {
        try await store.increment("c", by: 1, expiresAfter: .seconds(600)) == 1
      }
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func `what makes no sense is refused`(kind: StoreUnderTest) async throws {
    try await kind.with { store, _ async throws in
      let rate = CellRate(10, per: .seconds(60))
      let soon = StoreUnderTest.now + .seconds(60)
      try await store.set("bytes", Array("x".utf8))
      await refuses { _ = try await store.get("") }
      await refuses { _ = try await store.get(String(repeating: "k", count: 513)) }
      await refuses { try await store.set("k", [UInt8](repeating: 0, count: (1 << 20) + 1)) }
      await refuses { try await store.set("k", [], expiresAfter: .zero) }
      await refuses { _ = try await store.increment("bytes") }
      await refuses { _ = try await store.increment("bytes", by: 1, expiresAfter: .seconds(1)) }
      await refuses { _ = try await store.takeRate("bytes", rate) }
      await refuses { _ = try await store.takeRate("r", rate, wanted: 20, atLeast: 11) }
      await refuses { _ = try await store.takeRate("r", rate, wanted: 1, atLeast: 2) }
      await refuses { _ = try await store.takeQuota("q", limit: 1, wanted: 0, expiresAt: soon) }
      await refuses {
        _ = try await store.takeQuota("bytes", limit: 1, wanted: 1, expiresAt: soon)
      }
      await refuses {
        let past = StoreUnderTest.now + .seconds(-1)
        _ = try await store.takeQuota("q", limit: 1, wanted: 1, expiresAt: past)
      }
      await refuses { try await store.publish("", []) }
      #expect(try await store.get("bytes") == Array("x".utf8))
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func `a rate grants a burst to all edges together, and no more`(
    kind: StoreUnderTest
  ) async throws {
    try await kind.with { first, second async throws in
      // One more in a day: whatever happens here happens in one moment.
      let rate = CellRate(emissionInterval: 86_400_000_000, burst: 100)
      let granted = await withTaskGroup(of: Int.self) { group in
        for index in 0..<400 {
          let store = index % 2 == 0 ? first : second
          group.addTask { (try? await store.takeRate("r", rate).granted) ?? -1000 }
        }
        return await group.reduce(0, +)
      }
      #expect(granted == 100)
      let grant = try await first.takeRate("r", rate, wanted: 5)
      #expect(grant.granted == 0)
      #expect(grant.remaining == 0)
      #expect(grant.retryAfter > .seconds(86_000) && grant.retryAfter <= .seconds(86_400))
      #expect(grant.resetAfter > .seconds(86_400 * 99))
      #expect(grant.isLocal == false)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func `leases take part of a rate, or what is needed, or nothing`(
    kind: StoreUnderTest
  ) async throws {
    try await kind.with { first, second async throws in
      let rate = CellRate(emissionInterval: 86_400_000_000, burst: 10)
      let lease = try await first.takeRate("r", rate, wanted: 7, atLeast: 7)
      #expect(lease.granted == 7)
      #expect(lease.remaining == 3)
      #expect(lease.retryAfter == .zero)
      #expect(try await second.takeRate("r", rate, wanted: 7, atLeast: 4).granted == 0)
      let rest = try await second.takeRate("r", rate, wanted: 7, atLeast: 3)
      #expect(rest.granted == 3)
      #expect(rest.remaining == 0)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func `a rate fills again as time goes on`(kind: StoreUnderTest) async throws {
    try await kind.with { store, _ async throws in
      let rate = CellRate(emissionInterval: 5000, burst: 3)
      _ = try await store.takeRate("r", rate, wanted: 3)
      try await RedisFixture.until("a cell conforms again") {
        try await store.takeRate("r", rate).granted == 1
      }
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func `a quota is never exceeded, however many edges take from it`(
    kind: StoreUnderTest
  ) async throws {
    try await kind.with { first, second async throws in
      let end = StoreUnderTest.now + .seconds(600)
      let granted = await withTaskGroup(of: Int64.self) { group in
        for index in 0..<60 {
          let store = index % 2 == 0 ? first : second
          group.addTask {
            let grant = try? await store.takeQuota("q", limit: 1000, wanted: 37, expiresAt: end)
            return grant?.granted ?? -100_000
          }
        }
        return await group.reduce(0, +)
      }
      #expect(granted == 1000)
      #expect(try await first.release("q", quota: 300) == 700)
      let next = try await second.takeQuota("q", limit: 1000, wanted: 1000, expiresAt: end)
      #expect(next == QuotaGrant(granted: 300, used: 1000))
      let lowered = try await second.takeQuota("q", limit: 10, wanted: 1, expiresAt: end)
      #expect(lowered == QuotaGrant(granted: 0, used: 1000))
      #expect(try await first.release("q", quota: 5000) == 0)
      #expect(try await first.release("never", quota: 1) == 0)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func `a quota counts anew when its period is over`(kind: StoreUnderTest) async throws {
    try await kind.with { store, _ async throws in
      let end = StoreUnderTest.now + .milliseconds(200)
      let late = StoreUnderTest.now + .seconds(600)
      #expect(
        try await store.takeQuota("q", limit: 5, wanted: 5, expiresAt: end).granted == 5)
      // Who takes later does not move the end.
      try await RedisFixture.until("the period ends") {
        try await store.takeQuota("q", limit: 5, wanted: 5, expiresAt: late).granted == 5
      }
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func `large numbers stay exact`(kind: StoreUnderTest) async throws {
    try await kind.with { store, _ async throws in
      let end = StoreUnderTest.now + .seconds(600)
      let limit = SharedStateBounds.quotaMax
      let first = try await store.takeQuota("q", limit: limit, wanted: limit - 1, expiresAt: end)
      #expect(first == QuotaGrant(granted: limit - 1, used: limit - 1))
      let second = try await store.takeQuota("q", limit: limit, wanted: limit, expiresAt: end)
      #expect(second == QuotaGrant(granted: 1, used: limit))
      #expect(try await store.release("q", quota: 2) == limit - 2)
      #expect(try await store.increment("q") == limit - 1)
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func `any run of takes is granted as the rule says`(kind: StoreUnderTest) async throws {
    var random = SplitMix64.announced()
    try await kind.with { store, _ async throws in
      // Cells come so rarely that the time between two calls is worth less than one.
      let rate = CellRate(emissionInterval: 3_600_000_000, burst: 50)
      var left = 50
      for _ in 0..<60 {
        let wanted = Int.random(in: 1...12, using: &random)
        let atLeast = Int.random(in: 1...wanted, using: &random)
        let grant = try await store.takeRate("r", rate, wanted: wanted, atLeast: atLeast)
        let expected = min(wanted, left) >= atLeast ? min(wanted, left) : 0
        #expect(grant.granted == expected)
        left -= expected
        #expect(grant.remaining == left)
      }
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func `a message reaches everybody who listens, in order`(kind: StoreUnderTest) async throws {
    try await kind.with { first, second async throws in
      let (near, far, other) = (EventRecorder(), EventRecorder(), EventRecorder())
      let kept = [
        try first.subscribe("news", near.receive), try second.subscribe("news", far.receive),
        try second.subscribe("other", other.receive),
      ]
      try await RedisFixture.until("all listen") {
        [near, far, other].allSatisfy { $0.events == [.subscribed] }
      }
      for number in 0..<50 { try await first.publish("news", [UInt8(number), 13, 10, 0]) }
      let expected: [ChannelEvent] =
        [.subscribed] + (0..<50).map { .message([UInt8($0), 13, 10, 0]) }
      try await RedisFixture.until("all messages come") {
        near.events.count == 51 && far.events.count == 51
      }
      #expect(near.events == expected)
      #expect(far.events == expected)
      #expect(other.events == [.subscribed])
      for subscription in kept { subscription.cancel() }
    }
  }

  @Test(arguments: StoreUnderTest.allCases)
  func `who leaves hears nothing, and who comes later is told that it listens`(
    kind: StoreUnderTest
  ) async throws {
    try await kind.with { store, _ async throws in
      let (first, second, third) = (EventRecorder(), EventRecorder(), EventRecorder())
      let early = try store.subscribe("c", first.receive)
      try await RedisFixture.until("the first listens") { first.events == [.subscribed] }
      let middle = try store.subscribe("c", second.receive)
      try await RedisFixture.until("the second listens") { second.events == [.subscribed] }
      early.cancel()
      middle.cancel()
      let late = try store.subscribe("c", third.receive)
      try await RedisFixture.until("the third listens") { third.events == [.subscribed] }
      try await store.publish("c", [1])
      try await RedisFixture.until("the message comes") { third.events.count == 2 }
      #expect(first.events == [.subscribed])
      #expect(second.events == [.subscribed])
      late.cancel()
    }
  }

  private func refuses(
    sourceLocation: SourceLocation = #_sourceLocation, _ call: () async throws -> Void
  ) async {
    do {
      try await call()
      Issue.record("it was not refused", sourceLocation: sourceLocation)
    } catch {
      guard case .refused? = error as? SharedStateFailure else {
        Issue.record("\(error)", sourceLocation: sourceLocation)
        return
      }
    }
  }
}
