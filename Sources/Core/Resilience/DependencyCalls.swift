/// The calls of one thing outside: its breaker and its bulkhead, asked and told together.
package struct DependencyCalls: Sendable, Hashable {
  /// Why a call is not made.
  package enum Refusal: String, CaseIterable, Sendable {
    /// It has failed too often lately.
    case breakerOpen = "breaker-open"
    /// Too many calls are under way.
    case full
  }

  /// How a call ended.
  package enum Ending: Sendable, Hashable {
    /// It was answered, be it with a no.
    case answered
    /// Nothing came, or nothing in time.
    case failed
    /// It tells nothing of the other side: given up, or refused on this side.
    case abandoned
  }

  /// The breaker and the bulkhead.
  package private(set) var breaker: CircuitBreaker
  package private(set) var bulkhead: Bulkhead
  /// Calls that the breaker refused.
  package private(set) var refusedCount = 0

  /// Nothing under way, and all well.
  ///
  /// - Parameter callsMax: calls at a time; nil where something else bounds them.
  package init(limits: CircuitBreaker.Limits, callsMax: Int? = nil) {
    breaker = CircuitBreaker(limits: limits)
    bulkhead = Bulkhead(callsMax: callsMax)
  }

  /// Begins a call, or says why not. Whoever begins one tells how it ended, once.
  package mutating func begin(at now: Duration) -> Refusal? {
    guard breaker.wouldAdmit(at: now) else {
      refusedCount += 1
      return .breakerOpen
    }
    guard bulkhead.enter() else { return .full }
    _ = breaker.admit(at: now)
    return nil
  }

  /// A call has ended.
  package mutating func ended(_ ending: Ending, at now: Duration) {
    bulkhead.leave()
    noted(ending, at: now)
  }

  /// Something was learned of the other side beside the calls, as by a probe.
  package mutating func noted(_ ending: Ending, at now: Duration) {
    switch ending {
    case .answered: breaker.succeeded()
    case .failed: breaker.failed(at: now)
    case .abandoned: breaker.abandoned()
    }
  }

  /// Lets a trial pass at once.
  package mutating func retryNow() { breaker.retryNow() }
}
