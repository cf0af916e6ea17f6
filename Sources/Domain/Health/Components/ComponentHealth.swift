/// How one component is, by what looks at it have shown.
///
/// One look decides little: a component fails after so many failing looks in a row, and is well
/// again after so many good ones, so that a state does not flicker. Time is a parameter: a duration
/// since one fixed moment.
package struct ComponentHealth: Hashable, Sendable {
  /// How many looks decide.
  package struct Limits: Hashable, Sendable {
    /// Failing looks in a row after which a component has failed.
    package var failures = 3
    /// Strained or failing looks in a row after which it is degraded.
    package var strains = 2
    /// Good looks in a row after which it is well again.
    package var successes = 2
    /// Without any look for so long it counts as failing.
    package var silence = Duration.seconds(30)

    /// The usual limits.
    package init() {}
  }

  /// Which component it is, whether requests are unwelcome without it, and what decides.
  package let component: HealthComponent
  package let isRequired: Bool
  package let limits: Limits
  /// How it is, since when, and what is wrong.
  package private(set) var state = ComponentState.ok
  package private(set) var since: Duration
  package private(set) var reason: String?
  /// What the last look that told a latency has told.
  package private(set) var latency: Duration?
  /// When it was last looked at; nil before the first time.
  package private(set) var observedAt: Duration?
  private var heardAt: Duration
  private var failureCount = 0
  private var strainCount = 0
  private var successCount = 0

  /// A component that is well as long as nobody has looked.
  package init(
    _ component: HealthComponent, isRequired: Bool, limits: Limits = Limits(), at now: Duration
  ) {
    self.component = component
    self.isRequired = isRequired
    self.limits = limits
    since = now
    heardAt = now
  }

  /// Somebody has looked; says what has changed.
  package mutating func observed(
    _ observation: ComponentObservation, at now: Duration
  ) -> ComponentChange? {
    observedAt = now
    heardAt = now
    if let latency = observation.latency { self.latency = latency }
    return judged(observation, at: now)
  }

  /// Time has passed; says what has changed because nobody has looked.
  package mutating func passed(at now: Duration) -> ComponentChange? {
    guard now - heardAt >= limits.silence else { return nil }
    heardAt = now
    return judged(.failing("nothing was heard of it"), at: now)
  }

  private mutating func judged(
    _ observation: ComponentObservation, at now: Duration
  ) -> ComponentChange? {
    count(observation)
    let next =
      switch observation {
      case .healthy: successCount >= limits.successes ? .ok : state
      case .strained: afterStrain
      case .failing: afterFailure
      case .failed: ComponentState.failed
      }
    if let reason = observation.reason { self.reason = reason }
    if next == .ok { reason = nil }
    guard next != state else { return nil }
    defer {
      state = next
      since = now
    }
    return ComponentChange(component: component, from: state, to: next, reason: reason)
  }

  private var afterFailure: ComponentState {
    if failureCount >= limits.failures { return .failed }
    return failureCount >= limits.strains ? max(state, .degraded) : state
  }

  private var afterStrain: ComponentState {
    switch state {
    case .ok: strainCount >= limits.strains ? .degraded : .ok
    case .degraded: .degraded
    case .failed: strainCount >= limits.successes ? .degraded : .failed
    }
  }

  private mutating func count(_ observation: ComponentObservation) {
    var counts = (failures: 0, strains: 0, successes: 0)
    switch observation {
    case .healthy: counts.successes = successCount + 1
    case .strained: counts.strains = strainCount + 1
    case .failing:
      // What was strained has not become better by failing.
      counts.failures = failureCount + 1
    case .failed: counts.failures = limits.failures
    }
    (failureCount, strainCount, successCount) = counts
  }
}
