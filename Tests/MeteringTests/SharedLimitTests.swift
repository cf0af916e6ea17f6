import Capabilities
import Locks
import SharedState
import TestSupport
import Testing

@testable import Metering

/// Limits that several edges share, by a clock that is moved by hand.
@Suite struct SharedLimitTests {
  /// The time, for the store and the edges.
  private final class Clock: Sendable {
    private let microseconds = Mutex<Int64>(1_709_251_200_000_000 + 5_000_000)

    var shared: SharedTime { SharedTime(microseconds: microseconds.withLock { $0 }) }
    var nanoseconds: Int64 { shared.microseconds * 1000 }
    var seconds: Int64 { shared.microseconds / 1_000_000 }
    func advance(milliseconds: Int64) { microseconds.withLock { $0 += milliseconds * 1000 } }
  }

  /// One edge: its account of a user, and what takes ahead for it.
  private struct SharingEdge {
    let account = LimitAccount(id: "u", isOfToken: false, isShared: true)
    let taker: LeaseTaker
    let clock: Clock

    init(_ store: any SharedStateStore, _ clock: Clock, _ allowance: Allowance) {
      taker = LeaseTaker(store: store, percent: 1)
      self.clock = clock
      account.apply(allowance)
    }

    /// One request, as the path of tasks takes it.
    func request() async throws -> Bool {
      let periods = UTCPeriods(at: clock.seconds)
      while true {
        switch account.take(at: clock.nanoseconds, in: periods) {
        case .passed: return true
        case .reached: return false
        case .short(let policy):
          try await taker.refill(
            policy, of: account, at: clock.nanoseconds, seconds: clock.seconds, in: periods)
        }
      }
    }
  }

  @Test(arguments: [2, 5])
  func `edges together exceed a limit of a minute by at most 5 percent`(count: Int) async throws {
    let clock = Clock()
    let store = CountingStore { clock.shared }
    let allowance = Allowance(requestsPerMinute: 6000)
    let edges = (0..<count).map { _ in SharingEdge(store, clock, allowance) }
    // Everybody wants three times of what there is, for three minutes.
    var passedAt: [Int] = []
    var requestCount = 0
    for _ in 0..<1800 {
      var passed = 0
      for index in 0..<30 {
        requestCount += 1
        if try await edges[index % count].request() { passed += 1 }
      }
      passedAt.append(passed)
      clock.advance(milliseconds: 100)
    }
    // After the first minute the burst is gone and the rate alone holds.
    for start in stride(from: 600, through: 1200, by: 50) {
      let inMinute = passedAt[start..<(start + 600)].reduce(0, +)
      #expect(inMinute <= 6300, "\(inMinute) in the minute from \(start)")
      #expect(inMinute >= 5700, "\(inMinute) in the minute from \(start)")
    }
    #expect(passedAt[..<600].reduce(0, +) <= 12_600)
    #expect(store.callCount * 10 < requestCount, "\(store.callCount) calls")
  }

  @Test func `a quota is never exceeded, and used to the last`() async throws {
    let clock = Clock()
    let store = CountingStore { clock.shared }
    let edges = (0..<2).map { _ in
      SharingEdge(store, clock, Allowance(requestsPerDay: 5000, requestsPerMonth: 1_000_000))
    }
    var passed = 0
    for round in 0..<6000 {
      for edge in edges where try await edge.request() { passed += 1 }
      if round % 100 == 0 { clock.advance(milliseconds: 1001) }
    }
    #expect(passed == 5000)
    #expect(store.callCount * 10 < 12_000, "\(store.callCount) calls")
    let used = edges.map { $0.account.used(.day, in: UTCPeriods(at: clock.seconds)) }
    #expect(used == [5000, 5000])
  }

  @Test func `what is not used is given back to the others`() async throws {
    let clock = Clock()
    let store = CountingStore { clock.shared }
    let allowance = Allowance(requestsPerDay: 1000, bytesPerMonth: 500 << 20)
    let edges = (0..<2).map { _ in SharingEdge(store, clock, allowance) }
    #expect(try await edges[0].request())
    clock.advance(milliseconds: 11_000)
    await edges[0].taker.giveBack(at: clock.seconds)
    var passed = 0
    while try await edges[1].request() { passed += 1 }
    #expect(passed == 999)
  }

  @Test func `bytes beyond what was taken ahead are owed, and paid first`() async throws {
    let clock = Clock()
    let store = CountingStore { clock.shared }
    let limit: Int64 = 100 << 20
    let edges = (0..<2).map { _ in SharingEdge(store, clock, Allowance(bytesPerMonth: limit)) }
    let periods = UTCPeriods(at: clock.seconds)
    var sent: Int64 = 0
    for round in 0..<300 {
      let edge = edges[round % 2]
      guard try await edge.request() else { continue }
      edge.account.charge(1 << 20, in: periods)
      sent += 1 << 20
    }
    #expect(sent >= limit)
    #expect(sent <= limit + limit / 20)
  }

  @Test func `without the store an edge goes on with limits of its own, and says so`() async throws
  {
    let clock = Clock()
    let store = CountingStore { clock.shared }
    let fallback = SharedStateWithFallback(
      store, local: LocalSharedState { clock.shared })
    let edge = SharingEdge(fallback, clock, Allowance(requestsPerDay: 100))
    store.setAway(true)
    var passed = 0
    while try await edge.request() { passed += 1 }
    #expect(passed == 100)
    #expect(edge.taker.callCounts.local > 0)
  }

  @Test func `who waits for the same limit asks the store once`() async throws {
    let clock = Clock()
    let store = CountingStore { clock.shared }
    let edge = SharingEdge(store, clock, Allowance(requestsPerDay: 100_000))
    let passed = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<500 { group.addTask { try await edge.request() } }
      return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(passed == 500)
    #expect(store.callCount <= 2)
  }

  @Test(arguments: [10, 1000, 6000, 60_000])
  func `a thousand requests of a hot key cost the store few calls, refused or not`(
    perMinute: Int64
  ) async throws {
    let clock = Clock()
    let store = CountingStore { clock.shared }
    let edge = SharingEdge(store, clock, Allowance(requestsPerMinute: perMinute))
    // Another edge takes whatever there is, so that the store has nothing for this one.
    let other = CellRate(Int(perMinute), per: .seconds(60))
    let key = LeaseTaker.key(.minute, edge.account, UTCPeriods(at: clock.seconds))
    for isTakenByOthers in [false, true] {
      var calls = 0
      var passed = 0
      // Two seconds, five hundred requests in each.
      for _ in 0..<1000 {
        if isTakenByOthers {
          _ = try await store.takeRate(key, other, wanted: Int(perMinute), atLeast: 1)
        }
        let before = store.callCount
        if try await edge.request() { passed += 1 }
        calls += store.callCount - before
        clock.advance(milliseconds: 2)
      }
      #expect(calls <= 100, "\(calls) calls, taken by others: \(isTakenByOthers)")
      if perMinute == 60_000, !isTakenByOthers { #expect(passed == 1000) }
      if isTakenByOthers { #expect(passed < 500, "what is left is what was taken ahead") }
    }
  }

  @Test func `a quota that is used up is asked for once a second`() async throws {
    let clock = Clock()
    let store = CountingStore { clock.shared }
    let edge = SharingEdge(store, clock, Allowance(requestsPerDay: 5))
    for _ in 0..<5 { #expect(try await edge.request()) }
    let before = store.callCount
    for _ in 0..<1000 {
      #expect(try await !edge.request())
      clock.advance(milliseconds: 2)
    }
    #expect(store.callCount - before <= 3, "\(store.callCount - before) calls")
  }

  @Test func `what the database knows goes into a store that has lost it, once`() async throws {
    let clock = Clock()
    let store = CountingStore { clock.shared }
    let edges = (0..<2).map { _ in SharingEdge(store, clock, Allowance(requestsPerDay: 100)) }
    let periods = UTCPeriods(at: clock.seconds)
    for edge in edges {
      try await edge.taker.seed(
        edge.account, QuotaUse(dayRequests: 90), seconds: clock.seconds, in: periods)
    }
    var passed = 0
    for edge in edges { while try await edge.request() { passed += 1 } }
    #expect(passed == 10)
  }
}
