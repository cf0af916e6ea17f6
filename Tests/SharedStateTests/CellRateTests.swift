import SharedState
import TestSupport
import Testing

@Suite struct CellRateTests {
  /// Ten at once, then one every 100 ms.
  private let rate = CellRate(10, per: .seconds(1))

  @Test func `a rested rate grants a whole burst and no more`() {
    let first = rate.take(arrival: nil, now: 5_000_000, wanted: 25, atLeast: 1)
    #expect(first.grant.granted == 10)
    #expect(first.grant.remaining == 0)
    #expect(first.grant.resetAfter == .seconds(1))
    #expect(first.arrival == 6_000_000)
    let second = rate.take(arrival: first.arrival, now: 5_000_000, wanted: 1, atLeast: 1)
    #expect(second.grant.granted == 0)
    #expect(second.grant.retryAfter == .milliseconds(100))
    #expect(second.arrival == nil)
  }

  @Test func `a cell conforms at the very moment that was told`() {
    let full = rate.take(arrival: nil, now: 0, wanted: 10, atLeast: 10)
    let early = rate.take(arrival: full.arrival, now: 299_999, wanted: 3, atLeast: 3)
    #expect(early.grant.granted == 0)
    #expect(early.grant.retryAfter == .microseconds(1))
    let onTime = rate.take(arrival: full.arrival, now: 300_000, wanted: 3, atLeast: 3)
    #expect(onTime.grant.granted == 3)
    #expect(onTime.grant.remaining == 0)
  }

  @Test func `a part is granted when it is enough and none when it is not`() {
    let used = rate.take(arrival: nil, now: 0, wanted: 8, atLeast: 1)
    #expect(rate.take(arrival: used.arrival, now: 0, wanted: 5, atLeast: 1).grant.granted == 2)
    let refused = rate.take(arrival: used.arrival, now: 0, wanted: 5, atLeast: 3).grant
    #expect(refused.granted == 0)
    #expect(refused.remaining == 2)
    #expect(refused.retryAfter == .milliseconds(100))
  }

  @Test func `a clock that was set back locks nobody out for longer than a burst`() {
    let refused = rate.take(arrival: 1_000_000_000, now: 0, wanted: 1, atLeast: 1).grant
    #expect(refused.retryAfter == .milliseconds(100))
    #expect(refused.resetAfter == .seconds(1))
  }

  @Test func `in any stretch of time no more passes than a burst and the rate of it`() {
    var random = SplitMix64.announced()
    for _ in 0..<200 {
      let rate = CellRate(
        emissionInterval: Int64.random(in: 1...5000, using: &random),
        burst: Int.random(in: 1...50, using: &random))
      var arrival: Int64?
      var now: Int64 = 1_000_000
      var passed: [(at: Int64, count: Int)] = []
      for _ in 0..<200 {
        now += Int64.random(in: 0...2 * rate.tolerance, using: &random) / 7
        let wanted = Int.random(in: 1...(2 * rate.burst), using: &random)
        let atLeast = Int.random(in: 1...min(wanted, rate.burst), using: &random)
        let taken = rate.take(arrival: arrival, now: now, wanted: wanted, atLeast: atLeast)
        arrival = taken.arrival ?? arrival
        #expect(taken.grant.granted == 0 || taken.grant.granted >= atLeast)
        #expect((taken.grant.granted == 0) == (taken.grant.retryAfter > .zero))
        passed.append((now, taken.grant.granted))
      }
      for first in stride(from: 0, to: passed.count, by: 13) {
        var sum = 0
        for later in passed[first...] {
          sum += later.count
          let allowed = Int64(rate.burst) + (later.at - passed[first].at) / rate.emissionInterval
          #expect(Int64(sum) <= allowed)
        }
      }
    }
  }
}
