package import Capabilities
package import Resilience

/// The alerts that wait for one sink, in their order: which is tried next and when, how often, and
/// what is given up.
///
/// Decides only; time and chance are parameters. A sink that keeps failing is left alone by its
/// breaker, and what waits meanwhile is bounded: the oldest goes first.
package struct DeliveryQueue: Sendable {
  /// What bounds it.
  package struct Limits: Hashable, Sendable {
    /// Alerts that wait.
    package var waitingMax = 100
    /// Attempts on one alert.
    package var attemptsMax = 6
    /// From one attempt on an alert to the next.
    package var backoff = Backoff(first: .seconds(5), longest: .seconds(300))
    /// Attempts beside the first ones.
    package var retries = ExtraRequestBudget.Limits.retries
    package var breaker = CircuitBreaker.Limits()

    /// The usual limits.
    package init() {}
  }

  /// What is to be done.
  package enum Step: Hashable, Sendable {
    /// Deliver this one, and tell how it went.
    case deliver(AlertNotice)
    /// Ask again after so long.
    case wait(Duration)
  }

  /// What has become of an attempt.
  package enum Ending: Hashable, Sendable {
    /// It was taken.
    case delivered
    /// It will be tried again.
    case retrying
    /// It was given up.
    case dropped
  }

  private struct Waiting: Sendable {
    let notice: AlertNotice
    var attempts = 0
    var notBefore: Duration
  }

  private let limits: Limits
  private var waiting: [Waiting] = []
  private var isDelivering = false
  private var budget: ExtraRequestBudget
  private var chance = Chance()
  /// The breaker of the sink.
  package private(set) var breaker: CircuitBreaker
  /// Alerts that were taken, that were tried again, and that were given up or pushed out.
  package private(set) var deliveredCount = 0
  package private(set) var retriedCount = 0
  package private(set) var droppedCount = 0

  /// An empty queue.
  package init(_ limits: Limits = Limits(), at now: Duration) {
    self.limits = limits
    budget = ExtraRequestBudget(limits: limits.retries, at: now)
    breaker = CircuitBreaker(limits: limits.breaker)
  }

  /// Alerts that wait or are under way.
  package var count: Int { waiting.count }

  /// Takes an alert. Where its end comes before its beginning was tried, neither is told.
  package mutating func offer(_ notice: AlertNotice, at now: Duration) {
    budget.earn(at: now)
    if notice.event.phase == .resolved, let index = untriedBeginning(of: notice) {
      waiting.remove(at: index)
      return
    }
    if waiting.count >= limits.waitingMax {
      // What is under way stands first, and is not taken out of the deliverer's hands.
      let oldest = isDelivering ? 1 : 0
      guard waiting.indices.contains(oldest) else {
        droppedCount += 1
        return
      }
      waiting.remove(at: oldest)
      droppedCount += 1
    }
    waiting.append(Waiting(notice: notice, notBefore: now))
  }

  private func untriedBeginning(of notice: AlertNotice) -> Int? {
    let first = isDelivering ? 1 : 0
    return waiting.indices.dropFirst(first).first { index in
      waiting[index].attempts == 0 && waiting[index].notice.event.key == notice.event.key
        && waiting[index].notice.event.phase == .firing
    }
  }

  /// What is to be done now; nil when nothing waits, or an attempt is under way.
  package mutating func next(at now: Duration) -> Step? {
    guard !isDelivering, let first = waiting.first else { return nil }
    if now < first.notBefore { return .wait(first.notBefore - now) }
    if let recovers = breaker.recovers(after: now) { return .wait(recovers - now) }
    guard breaker.admit(at: now) else { return .wait(limits.breaker.recovery) }
    isDelivering = true
    waiting[0].attempts += 1
    return .deliver(first.notice)
  }

  /// The attempt under way has ended.
  package mutating func ended(_ failure: AlertFailure?, at now: Duration) -> Ending {
    precondition(isDelivering, "no attempt is under way")
    isDelivering = false
    guard let failure else {
      breaker.succeeded()
      waiting.removeFirst()
      deliveredCount += 1
      return .delivered
    }
    // Who says no to an alert is there; who is not there says nothing, or that it has failed.
    if failure.isTemporary { breaker.failed(at: now) } else { breaker.succeeded() }
    guard failure.isTemporary, waiting[0].attempts < limits.attemptsMax, budget.take() else {
      waiting.removeFirst()
      droppedCount += 1
      return .dropped
    }
    let pause = limits.backoff.delay(beforeRetry: waiting[0].attempts, using: &chance)
    let wanted = min(failure.retryAfter ?? .zero, limits.backoff.longest)
    waiting[0].notBefore = now + max(pause, wanted)
    retriedCount += 1
    return .retrying
  }
}
