import Resilience
import TestSupport
import Testing

@Suite struct BackoffTests {
  private let backoff = Backoff(first: .milliseconds(50), longest: .seconds(1))

  @Test(arguments: [(1, 50), (2, 100), (3, 200), (5, 800), (6, 1000), (60, 1000), (0, 50)])
  func `the bound doubles up to the longest`(number: Int, milliseconds: Int) {
    #expect(backoff.bound(beforeRetry: number) == .milliseconds(milliseconds))
  }

  @Test func `delays lie anywhere under the bound`() {
    var random = SplitMix64.announced()
    let delays = (0..<1000).map { _ in backoff.delay(beforeRetry: 2, using: &random) }
    #expect(delays.allSatisfy { (.zero ... .milliseconds(100)).contains($0) })
    #expect(delays.count { $0 < .milliseconds(50) } > 400)
    #expect(delays.count { $0 > .milliseconds(50) } > 400)
  }
}
