import Capabilities
import RedisStore
import ServerTesting
import SharedState
import Testing

@testable import Metering

/// Limits that two edges share on a real Redis.
@Suite struct RedisLimitTests {
  @Test func `two edges together get exactly a day's quota, in few calls`() async throws {
    let server = await RedisFixture.server
    let prefix = "floe:\(UInt64.random(in: 0 ... .max)):"
    let periods = UTCPeriods(at: StoreUnderTest.now.microseconds / 1_000_000)
    let limit: Int64 = 3000
    let passed = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
      for _ in 0..<2 {
        let store = try await RedisFixture.store(server, prefix: prefix)
        group.addTask {
          let account = LimitAccount(id: "u", isOfToken: false, isShared: true)
          account.apply(Allowance(requestsPerMinute: 1_000_000, requestsPerDay: limit))
          let taker = LeaseTaker(store: store, percent: 1)
          var passed = 0
          for number in 0..<Int64(4000) {
            // The edge's own clock is moved by hand, 10 ms a request; that of the store goes on.
            let now = (1 << 50) + number * 10_000_000
            asking: while true {
              switch account.take(at: now, in: periods) {
              case .passed:
                passed += 1
                break asking
              case .reached: break asking
              case .short(let policy):
                try await taker.refill(
                  policy, of: account, at: now,
                  seconds: StoreUnderTest.now.microseconds / 1_000_000, in: periods)
              }
            }
          }
          await store.stop()
          return (passed, taker.callCounts.store)
        }
      }
      return try await group.reduce(into: (0, 0)) { sum, one in
        sum.0 += one.0
        sum.1 += one.1
      }
    }
    #expect(passed.0 == Int(limit))
    #expect(passed.1 * 10 < 8000, "\(passed.1) calls for 8000 requests")
  }
}
