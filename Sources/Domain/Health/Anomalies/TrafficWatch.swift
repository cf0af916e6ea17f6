/// Looks at the requests of every second: whether more fail than usual, or take longer.
package struct TrafficWatch: Hashable, Sendable {
  /// An anomaly has begun or ended.
  package struct Finding: Hashable, Sendable {
    /// What is strange, and what has become of it.
    package let anomaly: TrafficAnomaly
    package let event: AnomalyWatch.Event
  }

  /// Requests of a second below which it says nothing.
  package let requestsMin: UInt64
  private var last: TrafficCounts?
  private var errorRate: AnomalyWatch
  private var latency: AnomalyWatch

  /// A watch that has to learn.
  ///
  /// - Parameters:
  ///   - requestsMin: requests of a second below which it says nothing.
  ///   - errorRate: its margin is a share, from 0 to 1.
  ///   - latency: its margin is in seconds.
  package init(
    requestsMin: UInt64 = 20, errorRate: AnomalyWatch.Limits = AnomalyWatch.Limits(margin: 0.05),
    latency: AnomalyWatch.Limits = AnomalyWatch.Limits(margin: 0.5)
  ) {
    self.requestsMin = requestsMin
    self.errorRate = AnomalyWatch(errorRate)
    self.latency = AnomalyWatch(latency)
  }

  /// Whether it is known what is usual.
  package var isLearned: Bool { errorRate.threshold != nil && latency.threshold != nil }

  /// What is strange now.
  package var anomalies: [TrafficAnomaly] {
    (errorRate.isAnomalous ? [.errorRate] : []) + (latency.isAnomalous ? [.latency] : [])
  }

  /// A second has passed; says what has begun or ended.
  package mutating func observed(_ counts: TrafficCounts) -> [Finding] {
    defer { last = counts }
    guard let last else { return [] }
    let requests = counts.requests &- last.requests
    var findings: [Finding] = []
    func note(_ anomaly: TrafficAnomaly, _ event: AnomalyWatch.Event?) {
      if let event { findings.append(Finding(anomaly: anomaly, event: event)) }
    }
    guard requests >= requestsMin else {
      note(.errorRate, errorRate.observedNothing())
      note(.latency, latency.observedNothing())
      return findings
    }
    // What was refused on purpose is taken off the failures, and may be counted a moment earlier.
    let failures = counts.failures > last.failures ? counts.failures - last.failures : 0
    let share = Double(failures) / Double(requests)
    let seconds = Double(counts.nanoseconds &- last.nanoseconds) / Double(requests) / 1e9
    note(.errorRate, errorRate.observed(share))
    note(.latency, latency.observed(seconds))
    return findings
  }
}
