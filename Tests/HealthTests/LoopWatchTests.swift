import Testing

@testable import Health

@Suite struct LoopWatchTests {
  @Test func `a loop that does not come round is noticed once, and so is its return`() {
    var watch = LoopWatch(limit: .seconds(5))
    #expect(watch.observed([.zero, .seconds(4)], at: .seconds(10)) == [])
    #expect(
      watch.observed([.zero, .seconds(5)], at: .seconds(11)) == [
        .stuck(1, lateness: .seconds(5))
      ])
    #expect(watch.stuckLoops == [1])
    #expect(watch.observed([.zero, .seconds(6)], at: .seconds(12)) == [])
    #expect(
      watch.observed([.zero, .zero], at: .seconds(13)) == [.freed(1, after: .seconds(7))])
    #expect(watch.stuckLoops == [])
  }

  @Test func `each loop is watched by itself`() {
    var watch = LoopWatch(limit: .seconds(5))
    _ = watch.observed([.seconds(9), .zero, .seconds(7)], at: .seconds(20))
    #expect(watch.stuckLoops == [0, 2])
    #expect(
      watch.observed([.zero, .zero, .seconds(8)], at: .seconds(21)) == [
        .freed(0, after: .seconds(10))
      ])
    #expect(watch.stuckLoops == [2])
  }
}
