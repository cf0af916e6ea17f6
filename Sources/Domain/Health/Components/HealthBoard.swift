internal import Locks

/// How all components are: written by whoever looks at them, read by requests, which only ever see
/// the last result.
package final class HealthBoard: Sendable {
  private let components: Mutex<[ComponentHealth]>
  private let now: @Sendable () -> Duration

  /// A board on which all is well.
  ///
  /// - Parameters:
  ///   - required: the components without which requests are unwelcome.
  ///   - now: the time since any fixed moment, monotonic.
  package init(
    required: Set<HealthComponent>, limits: ComponentHealth.Limits,
    now: @escaping @Sendable () -> Duration
  ) {
    let start = now()
    components = Mutex(
      HealthComponent.allCases.map {
        ComponentHealth($0, isRequired: required.contains($0), limits: limits, at: start)
      })
    self.now = now
  }

  /// Notes what a look has shown; says what has changed.
  package func observe(
    _ component: HealthComponent, _ observation: ComponentObservation
  ) -> ComponentChange? {
    let now = now()
    return components.withLock { components in
      guard let index = components.firstIndex(where: { $0.component == component }) else {
        return nil
      }
      return components[index].observed(observation, at: now)
    }
  }

  /// Notes that time has passed; says what has changed because nobody has looked.
  package func pass() -> [ComponentChange] {
    let now = now()
    return components.withLock { components in
      components.indices.compactMap { components[$0].passed(at: now) }
    }
  }

  /// Every component at this moment.
  package var all: [ComponentHealth] { components.withLock { $0 } }

  /// How a component is.
  package func state(of component: HealthComponent) -> ComponentState {
    all.first { $0.component == component }?.state ?? .ok
  }

  /// Whether every component works without which requests are unwelcome.
  package var isServing: Bool { !all.contains { $0.isRequired && $0.state == .failed } }

  /// How the edge is as a whole: failed without something that it needs, degraded where anything is
  /// not as it should be.
  package var overall: ComponentState {
    let all = all
    if all.contains(where: { $0.isRequired && $0.state == .failed }) { return .failed }
    return all.contains { $0.state != .ok } ? .degraded : .ok
  }

  /// The time that the board goes by.
  package var instant: Duration { now() }
}
