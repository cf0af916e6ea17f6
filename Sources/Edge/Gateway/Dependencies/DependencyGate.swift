internal import EventLoops
internal import Locks
internal import Resilience

/// The breaker in front of something outside: every call passes here and tells how it ended.
final class DependencyGate: Sendable {
  /// What it is in front of.
  let name: String
  private let calls: Mutex<DependencyCalls>
  private let now: @Sendable () -> Duration

  /// A gate that is open to all.
  ///
  /// - Parameters:
  ///   - callsMax: calls at a time; nil where something behind the gate bounds them.
  ///   - now: the time since any fixed moment, monotonic.
  init(
    _ name: String, limits: CircuitBreaker.Limits, callsMax: Int? = nil,
    now: @escaping @Sendable () -> Duration = { .nanoseconds(Int64(EventLoop.nowNanoseconds)) }
  ) {
    self.name = name
    self.now = now
    calls = Mutex(DependencyCalls(limits: limits, callsMax: callsMax))
  }

  /// Begins a call, or says why not. Whoever begins one calls `leave` once.
  func enter() -> DependencyCalls.Refusal? {
    let now = now()
    return calls.withLock { $0.begin(at: now) }
  }

  /// A call has ended.
  func leave(_ ending: DependencyCalls.Ending) {
    let now = now()
    calls.withLock { $0.ended(ending, at: now) }
  }

  /// Lets a trial pass at once.
  func retryNow() { calls.withLock { $0.retryNow() } }

  /// How long it is until the next trial; nil while calls pass.
  var recoversIn: Duration? {
    let now = now()
    return calls.withLock { $0.breaker.recovers(after: now) }.map { $0 - now }
  }

  /// How it is at this moment.
  var report: BreakerReport {
    let now = now()
    let calls = calls.withLock { $0 }
    return BreakerReport(
      name: name, limits: calls.breaker.limits, state: calls.breaker.state(at: now),
      failureCount: calls.breaker.failureCount, openedCount: calls.breaker.openedCount,
      recoversIn: calls.breaker.recovers(after: now).map { $0 - now },
      callCount: calls.bulkhead.callCount,
      refusedCount: calls.refusedCount + calls.bulkhead.refusedCount)
  }
}
