internal import Capabilities
internal import EventLoops
internal import Glibc
internal import Health
internal import Lifecycle
internal import Locks
internal import Telemetry

/// Looks at every component again and again, beside all requests, and does and tells what comes of
/// it.
final class HealthUpkeep: Service {
  /// How often time passes: for requests, for alerts that wait, and for what is to be done.
  private static let tickMax = Duration.seconds(1)

  private struct State {
    var plan: RecoveryPlan
    var traffic: TrafficWatch
    /// Components that have failed and are not well yet, and those that are since the last tick.
    var failed: Set<HealthComponent> = []
    var recovered: [HealthComponent] = []
    var lookedAt: Duration?
    var trafficAt: Duration?
    /// Looks and steps under way, and those that are over and not counted yet.
    var looking: Set<HealthComponent> = []
    var acting: Set<RecoveryStep> = []
    var tasks: [Int: Task<Void, Never>] = [:]
    var nextTask = 0
  }

  private let settings: HealthSettings
  private let board: HealthBoard
  private let journal: RecoveryJournal
  private let probes: ComponentProbes
  private let steps: RecoverySteps
  private let traffic: DeferredTraffic
  private let trafficPeriod: Duration
  private let alerts: AlertDispatcher
  private let logger: Logger
  private let state: Mutex<State>
  private let ticking = Mutex<Task<Void, Never>?>(nil)

  init(
    _ settings: HealthSettings, board: HealthBoard, journal: RecoveryJournal,
    probes: ComponentProbes, steps: RecoverySteps, traffic: DeferredTraffic,
    trafficPeriod: Duration, alerts: AlertDispatcher, logger: Logger
  ) {
    self.settings = settings
    self.board = board
    self.journal = journal
    self.probes = probes
    self.steps = steps
    self.traffic = traffic
    self.trafficPeriod = trafficPeriod
    self.alerts = alerts
    self.logger = logger
    state = Mutex(
      State(
        plan: RecoveryPlan(settings.recoveryLimits), traffic: settings.trafficWatch))
  }

  func start() async {
    let tick = min(settings.interval, Self.tickMax)
    let task = Task {
      while !Task.isCancelled {
        self.tick(at: self.board.instant)
        try? await Task.sleep(for: tick)
      }
    }
    ticking.withLock { $0 = task }
  }

  func stop() async {
    let task = ticking.withLock { $0.take() }
    task?.cancel()
    await task?.value
    let tasks = state.withLock { state in
      defer { state.tasks = [:] }
      return state.tasks.values.map { $0 }
    }
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
  }

  /// What is strange about requests now.
  var anomalies: [TrafficAnomaly] { state.withLock { $0.traffic.anomalies } }

  /// Whether it is known how requests usually are.
  var knowsTraffic: Bool { state.withLock { $0.traffic.isLearned } }

  // MARK: Looking

  private func tick(at now: Duration) {
    for change in board.pass() { tell(change) }
    watchTraffic(at: now)
    if settings.recovers { recover(at: now) }
    alerts.tick()
    let due = state.withLock { state in
      if let last = state.lookedAt, now - last < settings.interval { return false }
      state.lookedAt = now
      return true
    }
    guard due else { return }
    for component in HealthComponent.allCases { look(at: component) }
  }

  /// Looks at a component unless the last look is still under way.
  private func look(at component: HealthComponent) {
    guard state.withLock({ $0.looking.insert(component).inserted }) else { return }
    begin { [self] in
      let probes = probes
      let observation = await withDeadline(settings.probeTimeout, clock: ContinuousClock()) {
        await probes.look(at: component)
      }
      _ = state.withLock { $0.looking.remove(component) }
      guard !Task.isCancelled else { return }
      note(component, observation ?? .failing("it did not answer in time"))
    }
  }

  /// Runs work that the stop waits for.
  private func begin(_ work: @escaping @Sendable () async -> Void) {
    state.withLock { state in
      let number = state.nextTask
      state.nextTask += 1
      state.tasks[number] = Task {
        await work()
        _ = self.state.withLock { $0.tasks.removeValue(forKey: number) }
      }
    }
  }

  // MARK: Telling

  /// Notes what was seen of a component, by a look or by anybody else.
  func note(_ component: HealthComponent, _ observation: ComponentObservation) {
    if let change = board.observe(component, observation) { tell(change) }
  }

  private func tell(_ change: ComponentChange) {
    let name = change.component.rawValue
    let metadata: Logger.Metadata = [
      "component": "\(name)", "from": "\(change.from.rawValue)", "to": "\(change.to.rawValue)",
      "why": "\(change.reason ?? "")",
    ]
    if change.to == .ok {
      logger.notice("A component is well again.", metadata: metadata)
    } else {
      logger.warning("A component is not well.", metadata: metadata)
    }
    state.withLock { state in
      if change.to == .failed { state.failed.insert(change.component) }
      if change.to == .ok, state.failed.remove(change.component) != nil {
        state.recovered.append(change.component)
      }
    }
    // Without the others requests fail; without these the edge goes on by itself.
    let isBearable = [.sharedState, .publishers].contains(change.component)
    let severity: AlertSeverity = change.to == .failed && !isBearable ? .critical : .warning
    let planned = Trouble.component(change.component, change.to).steps.map(\.action.rawValue)
    var details = [
      AlertEvent.Detail("component", name), AlertEvent.Detail("state", change.to.rawValue),
    ]
    if let reason = change.reason { details.append(AlertEvent.Detail("reason", reason)) }
    if settings.recovers, !planned.isEmpty {
      details.append(AlertEvent.Detail("recovery", planned.joined(separator: ", ")))
    }
    raise(
      "component/\(name)", change.to == .ok ? .resolved : .firing, severity,
      change.to == .ok ? "\(name) is well again" : "\(name) is \(change.to.rawValue)", details)
  }

  private func raise(
    _ key: String, _ phase: AlertEvent.Phase, _ severity: AlertSeverity, _ summary: String,
    _ details: [AlertEvent.Detail]
  ) {
    alerts.raise(
      AlertEvent(
        key: key, phase: phase, severity: severity, summary: summary, details: details,
        at: Timestamp(seconds: Int64(time(nil)))))
  }

  /// A loop does not come round, or does again; called by the watchdog, on its thread.
  func noticed(_ event: LoopWatch.Event, named names: [String]) {
    func name(_ loop: Int) -> String { names.indices.contains(loop) ? names[loop] : "\(loop)" }
    switch event {
    case .stuck(let loop, let lateness):
      logger.critical(
        "An event loop does not come round.",
        metadata: ["loop": "\(name(loop))", "lateness": "\(lateness)"])
      note(.loops, .failed("\(name(loop)) does not come round"))
    case .freed(let loop, let time):
      logger.warning(
        "An event loop comes round again.",
        metadata: ["loop": "\(name(loop))", "after": "\(time)"])
    }
  }

  // MARK: Requests

  private func watchTraffic(at now: Duration) {
    let findings = state.withLock { state -> [TrafficWatch.Finding] in
      if let last = state.trafficAt, now - last < trafficPeriod { return [] }
      guard let counts = traffic.counts(shedCount: steps.shedder.refusedCount) else { return [] }
      state.trafficAt = now
      return state.traffic.observed(counts)
    }
    for finding in findings { tell(finding) }
  }

  private func tell(_ finding: TrafficWatch.Finding) {
    let name = finding.anomaly.rawValue
    switch finding.event {
    case .began(let value, let usual):
      logger.warning(
        "Requests are not as usual.",
        metadata: ["anomaly": "\(name)", "value": "\(value)", "usual": "\(usual)"])
      raise(
        "anomaly/\(name)", .firing, .warning, "\(name) is far above the usual",
        [AlertEvent.Detail("value", "\(value)"), AlertEvent.Detail("usual", "\(usual)")])
    case .ended:
      logger.notice("Requests are as usual again.", metadata: ["anomaly": "\(name)"])
      raise("anomaly/\(name)", .resolved, .warning, "\(name) is as usual again", [])
    }
  }

  // MARK: Recovering

  private func recover(at now: Duration) {
    let states = board.all.filter { $0.state != .ok }
    let decisions = state.withLock { state in
      var troubles = states.map { Trouble.component($0.component, $0.state) }
      troubles += state.recovered.map { .recovered($0) }
      troubles += state.traffic.anomalies.map { .anomaly($0) }
      state.recovered = []
      return state.plan.decide(troubles, at: now)
    }
    for decision in decisions {
      switch decision {
      case .take(let step, let attempt): take(step, attempt)
      case .giveUp(let step):
        record(step, .givenUp, "it was done as often as is allowed, and has not helped")
      }
    }
  }

  private func take(_ step: RecoveryStep, _ attempt: Int) {
    guard state.withLock({ $0.acting.insert(step).inserted }) else { return }
    begin { [self] in
      defer { _ = state.withLock { $0.acting.remove(step) } }
      do {
        record(step, .done, "\(try await steps.take(step)) (attempt \(attempt))")
      } catch {
        guard !Task.isCancelled else { return }
        record(step, .failed, "\(error) (attempt \(attempt))")
      }
    }
  }

  private func record(_ step: RecoveryStep, _ outcome: RecoveryRecord.Outcome, _ note: String) {
    journal.note(
      RecoveryRecord(step: step, outcome: outcome, note: note, at: Int64(time(nil))))
    let metadata: Logger.Metadata = [
      "action": "\(step.action.rawValue)", "component": "\(step.component.rawValue)",
      "outcome": "\(outcome.rawValue)", "what": "\(note)",
    ]
    logger.warning("Something was done about what is wrong.", metadata: metadata)
    raise(
      "recovery/\(step.action.rawValue)/\(step.component.rawValue)", .notice,
      outcome == .done ? .info : .critical, "\(step): \(outcome.rawValue)",
      [AlertEvent.Detail("what", note)])
  }
}
