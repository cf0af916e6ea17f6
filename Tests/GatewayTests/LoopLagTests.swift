import Testing

@testable import Gateway

struct LoopLagTests {
  private static let second: UInt64 = 1_000_000_000
  private static let quarter = second / 4

  @Test func `a tick in time has no lag, a late one the difference`() {
    let lag = LoopLag(everyNanoseconds: Self.quarter, now: 0)
    #expect(lag.tick(at: Self.quarter) == 0)
    #expect(lag.tick(at: Self.quarter * 2 + 7) == 7)
    #expect(lag.current(at: Self.quarter * 2 + 8) == 7)
    // A tick that is early is not late.
    #expect(lag.tick(at: Self.quarter * 2 + 9) == 0)
  }

  @Test func `a loop that is stuck is seen while it is`() {
    let lag = LoopLag(everyNanoseconds: Self.quarter, now: 0)
    #expect(lag.current(at: 10 * Self.second) == 10 * Self.second - Self.quarter)
    #expect(lag.peak(at: 10 * Self.second) == 10 * Self.second - Self.quarter)
  }

  @Test func `the worst is remembered for a minute or two`() {
    let lag = LoopLag(everyNanoseconds: Self.quarter, now: 0)
    var now = Self.second
    #expect(lag.tick(at: now) == 3 * Self.quarter)
    while now < 61 * Self.second {
      now += Self.quarter
      #expect(lag.tick(at: now) == 0)
    }
    #expect(lag.peak(at: now) == 3 * Self.quarter)
    while now < 121 * Self.second {
      now += Self.quarter
      _ = lag.tick(at: now)
    }
    #expect(lag.peak(at: now) == 0)
  }
}
