import HTTPClient
import Resilience
import Settings
import TestSupport
import Testing

@testable import WalrusUpstream

/// Scores by a clock that the test moves.
@Suite struct EndpointScoresTests {
  /// Scores of a few endpoints, and what the test does with them.
  private struct Bench {
    var scores: EndpointScores
    var random = SplitMix64.announced()
    var now = Duration.zero

    init(
      _ count: Int, _ adjust: (inout EndpointHealthSettings) -> Void = { _ in }
    ) throws {
      var settings = try SettingsSources().load(EndpointHealthSettings.self).settings
      adjust(&settings)
      scores = EndpointScores(count: count, limits: settings, at: .zero)
    }

    mutating func choose(
      for purpose: AttemptPurpose = .first, excluding tried: [Int] = []
    ) -> Int? {
      scores.choose(for: purpose, excluding: tried, at: now, using: &random)
    }

    mutating func answered(_ endpoint: Int, after milliseconds: Int = 10, status: Int = 200) {
      scores.ended(
        AttemptRecord(
          endpoint: endpoint, status: status, outcome: .succeeded(Self.report(milliseconds))),
        at: now)
    }

    mutating func failed(
      _ endpoint: Int, _ failure: UpstreamFailure = .refused, after milliseconds: Int = 1,
      retryAfter: Duration? = nil, isLate: Bool = false
    ) {
      var record = AttemptRecord(
        endpoint: endpoint, status: nil, outcome: .failed(failure, Self.report(milliseconds)))
      record.retryAfter = retryAfter
      record.isLate = isLate
      scores.ended(record, at: now)
    }

    /// How often each endpoint is chosen when all answer alike.
    mutating func shares(_ rounds: Int = 1000) -> [Int] {
      var shares = Array(repeating: 0, count: scores.members.count)
      for _ in 0..<rounds {
        guard let endpoint = choose() else { continue }
        shares[endpoint] += 1
        scores.ended(
          AttemptRecord(
            endpoint: endpoint, status: nil, outcome: .failed(.cancelled, UpstreamReport())),
          at: now)
      }
      return shares
    }

    private static func report(_ milliseconds: Int) -> UpstreamReport {
      var report = UpstreamReport()
      report.firstByte = .milliseconds(milliseconds)
      report.total = .milliseconds(milliseconds)
      return report
    }
  }

  @Test func `without knowledge all are asked alike`() throws {
    var bench = try Bench(4)
    for share in bench.shares() { #expect((180...320).contains(share)) }
  }

  @Test func `the fast are asked more often than the slow, and nobody gets everything`() throws {
    var bench = try Bench(4)
    for endpoint in 0..<4 {
      for _ in 0..<20 { bench.answered(endpoint, after: [10, 20, 200, 400][endpoint]) }
    }
    let shares = bench.shares()
    #expect(shares[0] > shares[1] && shares[1] > shares[2])
    #expect(shares[3] == 0)
    #expect(shares[1] > 250)
  }

  @Test func `who has much in hand is spared`() throws {
    var bench = try Bench(3)
    for endpoint in 0..<3 { bench.answered(endpoint) }
    var held = [0, 0, 0]
    for _ in 0..<300 { held[bench.choose()!] += 1 }
    for count in held { #expect((90...110).contains(count)) }
  }

  @Test func `who fails five times is asked no more until a trial after half a minute`() throws {
    var bench = try Bench(3) { $0.probeInterval = .zero }
    for endpoint in 0..<3 { bench.answered(endpoint) }
    for _ in 0..<5 { bench.failed(1) }
    #expect(bench.scores.members[1].breaker.state(at: bench.now) == .open)
    #expect(bench.shares()[1] == 0)
    bench.now = .seconds(29)
    #expect(bench.shares()[1] == 0)
    bench.now = .seconds(31)
    let trial = bench.choose()
    #expect(trial == 1)
    #expect(bench.shares(100)[1] == 0, "one trial at a time")
    bench.answered(1)
    let second = bench.choose()
    #expect(second == 1)
    bench.answered(1)
    #expect(bench.scores.members[1].breaker.state(at: bench.now) == .closed)
  }

  @Test func `where there are probes, clients make no trials while others are well`() throws {
    var bench = try Bench(3)
    for _ in 0..<5 { bench.failed(1) }
    bench.now = .seconds(31)
    #expect(bench.scores.trialsDue(at: bench.now) == [1])
    #expect(bench.shares()[1] == 0)
    for _ in 0..<2 {
      let isAdmitted = bench.scores.beginProbe(of: 1, at: bench.now)
      #expect(isAdmitted)
      #expect(bench.scores.trialsDue(at: bench.now).isEmpty)
      bench.scores.endProbe(
        of: 1, .good, status: 404, latency: .milliseconds(5), isAdmitted: isAdmitted,
        at: bench.now)
    }
    #expect(bench.scores.members[1].breaker.state(at: bench.now) == .closed)
    // Back with little work at first.
    let share = bench.shares()[1]
    #expect(share > 0 && share < 200)
  }

  @Test func `a probe of a host that is left alone is news and no trial`() throws {
    var bench = try Bench(3)
    for _ in 0..<5 { bench.failed(1) }
    bench.now = .seconds(10)
    let isAdmitted = bench.scores.beginProbe(of: 1, at: bench.now)
    #expect(!isAdmitted)
    bench.scores.endProbe(
      of: 1, .good, status: 404, latency: .milliseconds(5), isAdmitted: isAdmitted, at: bench.now)
    #expect(bench.scores.members[1].breaker.state(at: bench.now) == .open)
  }

  @Test func `when all breakers are open nobody is asked`() throws {
    var bench = try Bench(2)
    for endpoint in 0..<2 { for _ in 0..<5 { bench.failed(endpoint) } }
    let none = bench.choose()
    #expect(none == nil)
    bench.now = .seconds(10)
    #expect(bench.scores.recovery(at: bench.now) == .seconds(20))
    bench.now = .seconds(31)
    let trial = bench.choose()
    #expect(trial != nil)
  }

  @Test func `a host that asks for peace gets it, within bounds`() throws {
    var bench = try Bench(2)
    bench.failed(0, retryAfter: .seconds(20))
    #expect(bench.shares()[0] == 0)
    bench.now = .seconds(19)
    #expect(bench.shares()[0] == 0)
    #expect(bench.scores.score(of: 0, at: bench.now) == 0)
    bench.now = .seconds(120)
    #expect(bench.shares()[0] > 0)
    bench.failed(0, retryAfter: .seconds(3600))
    bench.now += .seconds(301)
    #expect(bench.shares()[0] > 0)
  }

  @Test func `who is overtaken again and again is left alone like one who fails`() throws {
    var bench = try Bench(3)
    for _ in 0..<5 { bench.failed(2, .cancelled, after: 500, isLate: true) }
    #expect(bench.shares()[2] == 0)
    #expect(bench.scores.members[2].lapses.map(\.fault) == Array(repeating: .late, count: 5))
  }

  @Test func `who gave wrong content is taken out, and rarely asked for an hour`() throws {
    var bench = try Bench(3)
    for endpoint in 0..<3 { bench.answered(endpoint) }
    let before = bench.scores.score(of: 0, at: bench.now)
    bench.scores.contentWasWrong(0, at: bench.now)
    #expect(bench.shares()[0] == 0)
    bench.now = .seconds(120)
    #expect(bench.scores.score(of: 0, at: bench.now) < before / 5)
    #expect(bench.shares()[0] == 0)
    bench.now = .seconds(3601)
    #expect(bench.shares()[0] > 200)
  }

  @Test func `wrong content never empties a pool of one`() throws {
    var bench = try Bench(1)
    bench.scores.contentWasWrong(0, at: bench.now)
    let only = bench.choose()
    #expect(only == 0)
  }

  @Test func `retries and hedges stop when their budgets are spent`() throws {
    var bench = try Bench(3)
    var retries = 0
    while bench.choose(for: .retry) != nil { retries += 1 }
    var hedges = 0
    while bench.choose(for: .hedge) != nil { hedges += 1 }
    #expect(retries == 10)
    #expect(hedges == 5)
    #expect(bench.scores.counts.retriesRefused == 1)
    #expect(bench.scores.counts.hedgesRefused == 1)
    for _ in 0..<5 { _ = bench.choose() }
    let retry = bench.choose(for: .retry)
    #expect(retry != nil)
    let confirmation = bench.choose(for: .confirmation)
    #expect(confirmation != nil, "what a 404 needs is no retry")
  }

  @Test func `a hedge goes to who is well or to nobody`() throws {
    var bench = try Bench(2)
    for _ in 0..<5 { bench.failed(1) }
    bench.now = .seconds(31)
    let hedge = bench.choose(for: .hedge, excluding: [0])
    #expect(hedge == nil)
  }

  @Test func `a score is a half where nothing stands out`() throws {
    var bench = try Bench(2)
    for endpoint in 0..<2 { for _ in 0..<50 { bench.answered(endpoint) } }
    #expect(abs(bench.scores.score(of: 0, at: bench.now) - 0.5) < 0.01)
    for _ in 0..<3 { bench.failed(0) }
    #expect(bench.scores.score(of: 0, at: bench.now) < 0.48)
  }

  @Test func `latencies of answers make the percentiles, those of silence only the average`() throws
  {
    var bench = try Bench(1)
    for _ in 0..<30 { bench.answered(0, after: 100) }
    bench.failed(0, .timedOut(.firstByte), after: 10_000)
    let latency = bench.scores.members[0].latency
    #expect(latency.percentile(0.99)! < .milliseconds(120))
    #expect(latency.average! > .seconds(1))
    #expect(bench.scores.hedgeDelay(of: 0) < .milliseconds(120))
  }

  @Test func `quick refusals do not make content look late`() throws {
    var bench = try Bench(1)
    for _ in 0..<30 { bench.answered(0, after: 100) }
    for _ in 0..<500 { bench.answered(0, after: 1, status: 404) }
    #expect(bench.scores.hedgeDelay(of: 0) > .milliseconds(90))
    #expect(bench.scores.members[0].goodCount == 530)
  }

  @Test func `open breakers may be tried again before their time`() throws {
    var bench = try Bench(2) { $0.breakerRecovery = .seconds(3600) }
    for _ in 0..<5 { bench.failed(0) }
    #expect(bench.scores.members[0].breaker.state(at: bench.now) == .open)
    #expect(bench.scores.trialsDue(at: bench.now) == [])
    #expect(bench.scores.retryNow(at: bench.now) == 1)
    #expect(bench.scores.trialsDue(at: bench.now) == [0])
    #expect(bench.scores.retryNow(at: bench.now) == 0)
  }
}
