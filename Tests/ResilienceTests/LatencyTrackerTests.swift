import Resilience
import Testing

@Suite struct LatencyTrackerTests {
  @Test func `without a sample nothing is known`() {
    let tracker = LatencyTracker()
    #expect(tracker.average == nil)
    #expect(tracker.percentile(0.5) == nil)
    #expect(tracker.count == 0)
  }

  @Test func `the average begins with the first sample and follows changes`() {
    var tracker = LatencyTracker()
    tracker.record(.milliseconds(100))
    #expect(tracker.average == .milliseconds(100))
    tracker.record(.milliseconds(200))
    #expect(tracker.average == .milliseconds(120))
    for _ in 0..<40 { tracker.record(.milliseconds(10)) }
    #expect(tracker.average! < .milliseconds(11))
  }

  @Test(arguments: [0.5, 0.95, 0.99])
  func `percentiles are right within an eighth`(share: Double) {
    var tracker = LatencyTracker()
    for milliseconds in 1...900 { tracker.record(.milliseconds(milliseconds)) }
    let found = tracker.percentile(share)! / .milliseconds(1)
    #expect(abs(found - share * 900) < share * 900 / 8)
  }

  @Test func `old samples fade`() {
    var tracker = LatencyTracker()
    for _ in 0..<1000 { tracker.record(.seconds(1)) }
    for _ in 0..<4000 { tracker.record(.milliseconds(10)) }
    #expect(tracker.percentile(0.5)! < .milliseconds(12))
    #expect(tracker.percentile(0.8)! < .milliseconds(12))
    #expect(tracker.count == 5000)
  }

  @Test func `durations beyond the ends are counted at the ends`() {
    var tracker = LatencyTracker()
    tracker.record(.seconds(-1))
    #expect(tracker.percentile(1)! <= .microseconds(1))
    tracker.record(.seconds(86_400))
    #expect(tracker.percentile(1)! > .seconds(60))
  }

  @Test func `what is followed moves the average alone`() {
    var tracker = LatencyTracker()
    tracker.follow(.milliseconds(5))
    #expect(tracker.average == .milliseconds(5))
    #expect(tracker.percentile(0.5) == nil)
    #expect(tracker.count == 0)
  }

  @Test func `a hedge waits for the member's percentile, or the pool's, or long`() {
    let delay = HedgeDelay()
    var member = LatencyTracker()
    var pool = LatencyTracker()
    #expect(delay.delay(member: member, pool: pool) == .seconds(2))
    for _ in 0..<19 { pool.record(.milliseconds(400)) }
    #expect(delay.delay(member: member, pool: pool) == .seconds(2))
    pool.record(.milliseconds(400))
    #expect(delay.delay(member: member, pool: pool) > .milliseconds(350))
    #expect(delay.delay(member: member, pool: pool) < .milliseconds(460))
    for _ in 0..<20 { member.record(.milliseconds(1)) }
    #expect(delay.delay(member: member, pool: pool) == .milliseconds(20))
    for _ in 0..<1000 { member.record(.seconds(9)) }
    #expect(delay.delay(member: member, pool: pool) == .seconds(2))
  }
}
