internal import Resilience

/// What is known of one endpoint at one moment; times are counted back from it, or on to it.
package struct EndpointReport: Sendable {
  /// Whether it is asked, and if not, why.
  package enum State: String, CaseIterable, Sendable {
    case ready
    /// Back after an ejection, with less work than others.
    case returning
    case ejected
    /// It asked to be left alone.
    case resting
    /// Its breaker is open.
    case open
    /// Its breaker waits for trials.
    case halfOpen = "half-open"
  }

  /// A fault that is remembered.
  package struct Lapse: Sendable {
    /// What went wrong, as a label.
    package let fault: String
    /// The status of the answer, if there was one.
    package let status: Int?
    /// How long ago that was.
    package let ago: Duration
  }

  /// Its URL, what it is for, and whose it seems to be.
  package let url: String
  package let kind: EndpointKind
  package let operatorName: String
  /// Whether it is asked.
  package let state: State
  /// From 0 to 1; without faults and as fast as the pool it is 0.5.
  package let score: Double
  /// The share of successes lately; nil without any attempt.
  package let successRate: Double?
  /// Times to the first byte.
  package let average: Duration?
  package let p50: Duration?
  package let p95: Duration?
  package let p99: Duration?
  /// Attempts that went well, that did not, and that are under way.
  package let goodCount: Int
  package let faultCounts: [(fault: String, count: Int)]
  package let inFlightCount: Int
  /// The latest faults, newest first.
  package let lapses: [Lapse]
  /// `closed`, `half-open` or `open`; failures in a row; how often it opened; time to the trial.
  package let breaker: String
  package let breakerFailureCount: Int
  package let breakerOpenedCount: Int
  package let breakerRecoversIn: Duration?
  /// How long it is out, or left alone, from now on.
  package let ejectedFor: Duration?
  package let restsFor: Duration?
  /// How long ago it was last asked anything, and last probed.
  package let triedAgo: Duration?
  package let probedAgo: Duration?

  init(
    _ index: Int, _ endpoint: WalrusEndpoint, kind: EndpointKind, _ scores: EndpointScores,
    at now: Duration
  ) {
    let member = scores.members[index]
    let breaker = member.breaker.state(at: now)
    url = endpoint.base
    self.kind = kind
    operatorName = endpoint.operatorName
    score = scores.score(of: index, at: now)
    successRate = scores.ejection.successRate(of: index, at: now)
    average = member.latency.average
    p50 = member.latency.percentile(0.5)
    p95 = member.latency.percentile(0.95)
    p99 = member.latency.percentile(0.99)
    goodCount = member.goodCount
    faultCounts = EndpointFault.allCases.map { ($0.label, member.faultCounts[$0.rawValue]) }
    inFlightCount = member.inFlightCount
    lapses = member.lapses.reversed().map {
      Lapse(fault: $0.fault.label, status: $0.status, ago: now - $0.at)
    }
    self.breaker = breaker.rawValue
    breakerFailureCount = member.breaker.failureCount
    breakerOpenedCount = member.breaker.openedCount
    breakerRecoversIn = member.breaker.recovers(after: now).map { $0 - now }
    ejectedFor = scores.ejection.returns(index, after: now).map { $0 - now }
    restsFor = member.restsUntil.flatMap { now < $0 ? $0 - now : nil }
    triedAgo = member.triedAt.map { now - $0 }
    probedAgo = member.probedAt.map { now - $0 }
    state =
      if breaker == .open {
        .open
      } else if breaker == .halfOpen {
        .halfOpen
      } else if ejectedFor != nil {
        .ejected
      } else if restsFor != nil {
        .resting
      } else {
        scores.ejection.welcome(index, at: now) < 1 ? .returning : .ready
      }
  }
}
