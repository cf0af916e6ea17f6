import Accounts
import Testing

@Suite struct AttemptRuleTests {
  private let rule = AttemptRule(
    free: 3, locking: 8, memory: .seconds(3600), lock: .seconds(900))

  @Test(arguments: [
    (Int64(1), Int64?.none), (3, nil), (4, 1), (5, 2), (6, 4), (7, 8), (8, 900), (9, 900),
    (.max, 900),
  ])
  func `delays double and then there is a lock`(attempt: Int64, seconds: Int64?) {
    #expect(rule.delay(afterAttempt: attempt) == seconds.map { .seconds($0) })
  }
}
