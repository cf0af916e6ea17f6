import Resilience
import Testing

@Suite struct ExtraRequestBudgetTests {
  /// Extra requests taken among `count` requests that all want one, so far apart.
  private static func taken(
    _ limits: ExtraRequestBudget.Limits, _ count: Int, every gap: Duration
  ) -> Int {
    var budget = ExtraRequestBudget(limits: limits, at: .zero)
    var taken = 0
    for number in 0..<count {
      budget.earn(at: gap * number)
      if budget.take() { taken += 1 }
    }
    return taken
  }

  @Test func `under load a fifth is retried and a twentieth hedged`() {
    #expect((2000...2011).contains(Self.taken(.retries, 10_000, every: .milliseconds(1))))
    #expect((500...506).contains(Self.taken(.hedges, 10_000, every: .milliseconds(1))))
  }

  @Test func `a lone request can always be retried`() {
    #expect(Self.taken(.retries, 50, every: .seconds(2)) == 50)
    #expect(Self.taken(.hedges, 50, every: .seconds(3)) == 50)
  }

  @Test func `quiet time earns the floor and no more`() {
    var budget = ExtraRequestBudget(limits: .retries, at: .zero)
    while budget.take() {}
    budget.earn(at: .seconds(1))
    #expect(budget.balance == 1)
    budget.earn(at: .seconds(3600))
    #expect(budget.balance == 10)
  }

  @Test func `what is not used is saved up to a bound`() {
    var budget = ExtraRequestBudget(limits: .retries, at: .zero)
    for _ in 0..<10_000 { budget.earn(at: .zero) }
    #expect(budget.balance == 100)
    var taken = 0
    while budget.take() { taken += 1 }
    #expect(taken == 100)
    #expect(!budget.mayTake)
  }

  @Test func `a share of zero allows nothing`() {
    var limits = ExtraRequestBudget.Limits.retries
    limits.share = 0
    #expect(Self.taken(limits, 100, every: .seconds(60)) == 0)
  }

  @Test func `a clock that stands still or goes back earns the share alone`() {
    var budget = ExtraRequestBudget(limits: .retries, at: .seconds(100))
    while budget.take() {}
    budget.earn(at: .seconds(50))
    #expect(abs(budget.balance - 0.2) < 1e-9)
  }
}
