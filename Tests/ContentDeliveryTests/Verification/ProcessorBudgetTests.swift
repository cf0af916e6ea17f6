import TestSupport
import Testing

@testable import ContentDelivery

@Suite struct ProcessorBudgetTests {
  @Test func `over any time no more than the share is spent, but for one burst and one piece`() {
    var random = SplitMix64.announced()
    for _ in 0..<200 {
      let share = Double.random(in: 0.01...4, using: &random)
      var budget = ProcessorBudget(share: share, burst: .seconds(2))
      var now: Int64 = 1000
      var spent = Duration.zero
      var longest = Duration.zero
      for _ in 0..<300 {
        now += Int64.random(in: 0...3, using: &random)
        while budget.mayBegin(at: now) {
          let piece = Duration.milliseconds(Int.random(in: 1...3000, using: &random))
          budget.spent(piece)
          spent += piece
          longest = max(longest, piece)
        }
      }
      #expect(spent <= .seconds(now - 1000) * share + .seconds(2) + longest + .milliseconds(1))
    }
  }

  @Test func `what was spent too much is waited for`() {
    var budget = ProcessorBudget(share: 0.5, burst: .seconds(1))
    #expect(Self.begins([10], &budget) == [true])
    budget.spent(.seconds(3))
    #expect(Self.begins([10, 14, 15], &budget) == [false, false, true])
  }

  @Test func `nothing is saved up beyond the burst, and a clock set back gives nothing`() {
    var budget = ProcessorBudget(share: 1, burst: .seconds(2))
    #expect(Self.begins([0, 1_000_000], &budget) == [true, true])
    #expect(budget.balance == .seconds(2))
    budget.spent(.seconds(2))
    #expect(Self.begins([5, 5, 6], &budget) == [false, false, true])
  }

  @Test func `without a share nothing begins`() {
    var budget = ProcessorBudget(share: 0)
    #expect(Self.begins([0, 1000], &budget) == [false, false])
  }

  /// Whether work may begin at each of these seconds.
  private static func begins(_ seconds: [Int64], _ budget: inout ProcessorBudget) -> [Bool] {
    seconds.map { budget.mayBegin(at: $0) }
  }
}
