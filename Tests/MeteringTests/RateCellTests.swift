import TestSupport
import Testing

@testable import Metering

/// The limit of a minute as one word.
@Suite struct RateCellTests {
  private static let second: Int64 = 1_000_000_000

  @Test func `all of a minute may come at once, and then one by one`() {
    let cell = SingleRate()
    let now = 1000 * Self.second
    for _ in 0..<100 { #expect(cell.take(100, at: now)) }
    #expect(!cell.take(100, at: now))
    #expect(cell.left(of: 100, at: now) == (0, 600_000_000))
    #expect(!cell.take(100, at: now + 599_999_999))
    #expect(cell.take(100, at: now + 600_000_000))
    #expect(!cell.take(100, at: now + 600_000_000))
  }

  @Test func `a minute of rest gives everything back, and an hour no more`() {
    let cell = SingleRate()
    var now = 1000 * Self.second
    for rest in [60, 3600] {
      for _ in 0..<10 { #expect(cell.take(10, at: now)) }
      #expect(!cell.take(10, at: now))
      now += Int64(rest) * Self.second
    }
  }

  @Test func `there is no edge of a window where twice as many pass`() {
    let cell = SingleRate()
    let now = 6000 * Self.second
    // Just before a full minute of the clock, and just after it.
    var passed = 0
    for _ in 0..<100 where cell.take(100, at: now - 1) { passed += 1 }
    for _ in 0..<100 where cell.take(100, at: now + 1) { passed += 1 }
    #expect(passed == 100)
  }

  @Test func `a limit of nothing lets nothing pass`() {
    #expect(!SingleRate().take(0, at: 60 * Self.second))
  }

  @Test func `what is given back may be taken again`() {
    let cell = SingleRate()
    let now = 1000 * Self.second
    for _ in 0..<5 { #expect(cell.take(5, at: now)) }
    cell.giveBack(5)
    #expect(cell.take(5, at: now))
    #expect(!cell.take(5, at: now))
  }

  @Test func `a narrowed limit keeps nobody out for longer than a minute`() {
    let cell = SingleRate()
    let now = 1000 * Self.second
    for _ in 0..<1000 { #expect(cell.take(1000, at: now)) }
    #expect(!cell.take(10, at: now))
    #expect(cell.take(10, at: now + 60 * Self.second))
  }

  /// Against the plainest form of the rule: a bucket that drips.
  @Test func `agrees with a bucket that drips, whatever comes`() {
    var random = SplitMix64.announced()
    for _ in 0..<50 {
      let count = Int64(random.next() % 300) + 1
      let interval = RateCell.interval(count)
      let cell = SingleRate()
      var now: Int64 = 1 << 40
      var level: Int64 = 0
      for _ in 0..<500 {
        let pause = Int64(random.next() % UInt64(interval * 3))
        now += pause
        level = max(0, level - pause)
        let isAllowed = level + interval <= interval * count
        #expect(cell.take(count, at: now) == isAllowed)
        if isAllowed { level += interval }
      }
    }
  }

  @Test func `threads that take at once get exactly what there is`() async {
    let cell = SharedCells()
    let passed = await cell.passed { $0.rate.take(100, at: 1 << 50) }
    #expect(passed == 100)
  }
}
