/// Stops asking something that keeps failing, and tries it again with care.
///
/// Closed, everything passes. So many failures in a row open it, and nothing passes. When the
/// recovery time is over it is half-open: one trial at a time passes, a failed one opens it again,
/// and so many good ones in a row close it.
///
/// Time is a parameter: a duration since one fixed moment, the same for every call.
package struct CircuitBreaker: Sendable, Hashable {
  /// When a breaker opens and closes.
  package struct Limits: Sendable, Hashable {
    /// Failures in a row that open it.
    package var failures = 5
    /// How long it stays open before a trial.
    package var recovery = Duration.seconds(30)
    /// Good trials in a row that close it.
    package var successes = 2

    /// The usual limits.
    package init() {}
  }

  /// What passes.
  package enum State: String, CaseIterable, Sendable {
    /// Everything.
    case closed
    /// One trial at a time.
    case halfOpen = "half-open"
    /// Nothing.
    case open
  }

  private enum Phase: Hashable {
    case closed(failures: Int)
    case open(until: Duration)
    /// A trial that is under way holds the only place, for no longer than it is believed in.
    case trying(successes: Int, takenUntil: Duration?)
  }

  /// The limits in force.
  package let limits: Limits
  private var phase = Phase.closed(failures: 0)
  /// How often it has opened.
  package private(set) var openedCount = 0

  /// A closed breaker.
  package init(limits: Limits = Limits()) { self.limits = limits }

  /// The state at a moment.
  package func state(at now: Duration) -> State {
    switch phase {
    case .closed: .closed
    case .open(let until): now < until ? .open : .halfOpen
    case .trying: .halfOpen
    }
  }

  /// Failures in a row, while it is closed.
  package var failureCount: Int { if case .closed(let failures) = phase { failures } else { 0 } }

  /// When the first trial may pass; nil unless it is open.
  package func recovers(after now: Duration) -> Duration? {
    if case .open(let until) = phase, now < until { until } else { nil }
  }

  /// Whether a request would be let pass.
  package func wouldAdmit(at now: Duration) -> Bool {
    switch phase {
    case .closed: true
    case .open(let until): now >= until
    case .trying(_, let takenUntil): takenUntil.map { now >= $0 } ?? true
    }
  }

  /// Lets a request pass, or says false. Whoever passes tells how it went, once.
  package mutating func admit(at now: Duration) -> Bool {
    guard wouldAdmit(at: now) else { return false }
    switch phase {
    case .closed: break
    // A trial of which nothing is heard gives its place up when a recovery is over.
    case .open: phase = .trying(successes: 0, takenUntil: now + limits.recovery)
    case .trying(let successes, _):
      phase = .trying(successes: successes, takenUntil: now + limits.recovery)
    }
    return true
  }

  /// A request that passed has succeeded.
  package mutating func succeeded() {
    switch phase {
    case .closed: phase = .closed(failures: 0)
    // It began before the breaker opened, and tells of that time.
    case .open: break
    case .trying(let successes, _):
      phase =
        successes + 1 >= limits.successes
        ? .closed(failures: 0) : .trying(successes: successes + 1, takenUntil: nil)
    }
  }

  /// A request that passed has failed.
  package mutating func failed(at now: Duration) {
    switch phase {
    case .closed(let failures) where failures + 1 < limits.failures:
      phase = .closed(failures: failures + 1)
    case .open: break
    case .closed, .trying:
      phase = .open(until: now + limits.recovery)
      openedCount += 1
    }
  }

  /// A request that passed has ended without telling anything, as when its asker left.
  package mutating func abandoned() {
    if case .trying(let successes, _) = phase {
      phase = .trying(successes: successes, takenUntil: nil)
    }
  }
  /// Lets a trial pass at once although the recovery time is not over: somebody has seen to it that
  /// there is a chance, or has seen a sign of life. Without effect unless it is open.
  package mutating func retryNow() {
    if case .open = phase { phase = .trying(successes: 0, takenUntil: nil) }
  }
}
