import Resilience
import TestSupport
import Testing

@Suite struct ChoiceTests {
  private static func counts(_ candidates: [Int], _ rounds: Int = 9000) -> [Int: Int] {
    var random = SplitMix64.announced()
    var counts: [Int: Int] = [:]
    for _ in 0..<rounds {
      let choice = TwoChoices.choose(among: candidates, using: &random) { Double($0) }
      counts[choice!, default: 0] += 1
    }
    return counts
  }

  @Test func `the best is preferred, the worst is never chosen, and nobody gets everything`() {
    let counts = Self.counts([1, 2, 3])
    #expect(counts[3] == nil)
    #expect((5500...6500).contains(counts[1]!))
    #expect((2500...3500).contains(counts[2]!))
  }

  @Test func `one candidate is chosen and none is not`() {
    var random = SplitMix64(seed: 1)
    let only = TwoChoices.choose(among: [7], using: &random) { _ in 0 }
    let none = TwoChoices.choose(among: [], using: &random) { _ in 0 }
    #expect(only == 7)
    #expect(none == nil)
  }

  @Test func `a round of probes is spread over its time, and so are the next ones`() {
    var random = SplitMix64.announced()
    var schedule = ProbeSchedule(
      count: 100, interval: .seconds(300), first: .seconds(10), at: .zero, using: &random)
    func due(_ seconds: Int) -> [Int] {
      schedule.takeDue(at: .seconds(seconds), using: &random)
    }
    let half = due(5).count
    #expect((25...75).contains(half))
    #expect(due(10).count == 100 - half)
    #expect(due(240).isEmpty)
    let second = due(305).count
    #expect((25...75).contains(second))
    #expect(due(371).count >= 100 - second)
  }

  @Test func `chance is even, and another one each time`() {
    var chance = Chance()
    var other = Chance()
    let bits = (0..<1000).map { _ in chance.next().nonzeroBitCount }.reduce(0, +)
    #expect((31_000...33_000).contains(bits))
    let numbers = (0..<100).map { _ in chance.next() } + (0..<100).map { _ in other.next() }
    #expect(Set(numbers).count == 200)
  }
}
