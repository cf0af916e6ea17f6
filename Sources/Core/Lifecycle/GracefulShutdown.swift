/// Ends the process in phases, each with a deadline, so that it always ends.
package struct GracefulShutdown: Sendable {
  /// The phases in order.
  package let phases: [ShutdownPhase]
  private let clock: any Clock<Duration>
  private let observe: @Sendable (LifecycleEvent) -> Void

  /// Makes a shutdown of phases in order.
  package init(
    phases: [ShutdownPhase], clock: any Clock<Duration> = ContinuousClock(),
    observe: @escaping @Sendable (LifecycleEvent) -> Void = { _ in }
  ) {
    self.phases = phases
    self.clock = clock
    self.observe = observe
  }

  /// The usual order: readiness false, stop accepting, drain, stop services in reverse,
  /// flush.
  package init(
    readiness: Readiness, limits: ShutdownLimits, services: ServiceGroup,
    stopAccepting: @escaping @Sendable () async -> Void,
    drain: @escaping @Sendable () async -> Void, flush: @escaping @Sendable () async -> Void,
    clock: any Clock<Duration> = ContinuousClock(),
    observe: @escaping @Sendable (LifecycleEvent) -> Void = { _ in }
  ) {
    let settle = limits.settle
    // The phase may take longer than its wait, or every settled shutdown would look late.
    let first = ShutdownPhase("readiness false", within: settle + .seconds(1)) {
      readiness.beginStopping()
      if settle > .zero { try? await clock.sleep(for: settle) }
    }
    self.init(
      phases: [
        first,
        ShutdownPhase("stop accepting", within: limits.stopAccepting, perform: stopAccepting),
        ShutdownPhase("drain", within: limits.drain, perform: drain),
        ShutdownPhase("stop services", within: limits.stopServices) { await services.stop() },
        ShutdownPhase("flush", within: limits.flush, perform: flush),
      ], clock: clock, observe: observe)
  }

  /// Goes through the phases. When `interrupted` returns first, as it does on a second
  /// signal, the phase in progress is cancelled and the others are left out.
  package func run(
    interrupted: (@Sendable () async -> Void)? = nil
  ) async -> ShutdownReport {
    let work = Task { await perform() }
    let watch = Task {
      guard let interrupted else { return }
      await interrupted()
      if !Task.isCancelled { work.cancel() }
    }
    let report = await withTaskCancellationHandler {
      await work.value
    } onCancel: {
      work.cancel()
    }
    watch.cancel()
    return report
  }

  private func perform() async -> ShutdownReport {
    var outcomes: [(name: String, outcome: ShutdownReport.Outcome)] = []
    for phase in phases {
      if Task.isCancelled {
        outcomes.append((phase.name, .interrupted))
        continue
      }
      observe(.phase(phase.name))
      let outcome: Void? = await withDeadline(phase.limit, clock: clock, phase.perform)
      if outcome != nil {
        outcomes.append((phase.name, .finished))
      } else if Task.isCancelled {
        outcomes.append((phase.name, .interrupted))
      } else {
        observe(.phaseExpired(phase.name))
        outcomes.append((phase.name, .expired))
      }
    }
    return ShutdownReport(phases: outcomes)
  }
}
