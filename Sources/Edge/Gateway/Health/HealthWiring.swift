internal import Capabilities
internal import ContentDelivery
internal import RedisStore
internal import Alerts
internal import EventLoops
internal import Glibc
internal import Health
internal import JSON
internal import Lifecycle
internal import Resilience
internal import Routing
internal import SharedState
internal import Telemetry

/// How the edge looks after itself: components, recovery, alerts and breakers.
final class HealthWiring: Sendable {
  let board: HealthBoard
  let alerts: AlertsWiring
  let traffic = DeferredTraffic()
  let shedder: LoadShedder
  private let journal = RecoveryJournal()
  let upkeep: HealthUpkeep
  private let watchdog: LoopWatchdog
  private let gates: DependencyGates
  private let sharedState: SharedStateWiring
  private let sharedLimits: CircuitBreaker.Limits
  private let readiness: Readiness

  /// - Parameter parts: what is looked at and acted upon.
  /// - Throws: `SinkAddress.Malformed`.
  init(
    _ settings: GatewaySettings, parts: HealthParts, gates: DependencyGates,
    registry: inout MetricRegistry, logger: Logger
  ) throws {
    let logger = logger.component(.health)
    self.gates = gates
    shedder = parts.shedder
    readiness = parts.readiness
    sharedState = parts.sharedState
    sharedLimits = settings.breakers.sharedState.limits
    alerts = try AlertsWiring(
      settings.alerts, breaker: settings.breakers.alerts.limits, mail: parts.mail.direct,
      logger: logger)
    var required: Set<HealthComponent> = [.loops]
    if settings.health.databaseIsRequired ?? (settings.content.access != .anybody) {
      required.insert(.database)
    }
    board = HealthBoard(required: required, limits: settings.health.componentLimits) {
      .nanoseconds(Int64(EventLoop.nowNanoseconds))
    }
    let upkeep = HealthUpkeep(
      settings.health, board: board, journal: journal,
      probes: ComponentProbes(
        settings: settings.health, dataDirectory: settings.dataDirectory,
        database: parts.database, sharedState: parts.sharedState, pools: parts.content.pools,
        observers: parts.observers, loopNames: parts.loops.map(\.name), pool: parts.pool,
        residentBytes: parts.residentBytes),
      steps: RecoverySteps(
        database: parts.database, sharedState: parts.sharedState, content: parts.content,
        shedder: parts.shedder, shedTime: settings.health.shedTime, pool: parts.pool),
      traffic: traffic, trafficPeriod: parts.trafficPeriod,
      alerts: alerts.dispatcher, logger: logger)
    self.upkeep = upkeep
    let names = parts.loops.map(\.name)
    watchdog = LoopWatchdog(parts.observers, limit: settings.health.loopStuckTime) {
      upkeep.noticed($0, named: names)
    }
    declare(in: &registry)
  }

  private func declare(in registry: inout MetricRegistry) {
    let shedder = shedder
    HealthMetrics.declare(in: &registry, board: board, journal: journal) {
      (shedder.isOn, shedder.refusedCount)
    }
    alerts.declare(in: &registry)
    let (gates, couriers, board) = (gates, alerts.couriers, board)
    DependencyGates.declare(in: &registry) { dependency in
      switch dependency {
      case .database: gates.database.report.state
      case .mail: gates.mail.report.state
      case .alerts:
        couriers.map(\.report.state).max { BreakerReport.number($0) < BreakerReport.number($1) }
          ?? .closed
      // Each loop has its own connection and breaker: the last look tells, without asking the loops.
      case .sharedState: board.state(of: .sharedState) == .failed ? .open : .closed
      }
    }
  }

  /// What is answered.
  var routes: [Route] {
    let report = HealthReport(
      readiness: readiness, board: board, journal: journal, version: Edge.version,
      startedAt: Int64(time(nil)))
    let (store, upkeep, shedder, alerts) = (sharedState.store, upkeep, shedder, alerts)
    return HealthRoutes(report, sharedState: { Self.json(store.health) }) {
      [
        .init("anomalies", .array(upkeep.anomalies.map { .string($0.rawValue) })),
        .init("shedsLoad", .bool(shedder.isOn)),
        .init("alerts", .array(alerts.dispatcher.openKeys.map { .string($0) })),
      ]
    }.routes
  }

  /// The breakers of everything that the edge depends on, beside its upstreams.
  @Sendable func breakers() async -> [BreakerReport] {
    var reports = [gates.database.report]
    let sharedState = sharedState
    if sharedState.hasServer {
      // A loop that is stuck does not answer; the others are told of all the same.
      let breaker = await withDeadline(.seconds(1), clock: ContinuousClock()) {
        await sharedState.breaker()
      }
      if let breaker = breaker ?? nil {
        reports.append(
          BreakerReport(
            name: Dependency.sharedState.rawValue, limits: sharedLimits, state: breaker.state,
            failureCount: breaker.failureCount, openedCount: breaker.openedCount))
      }
    }
    return reports + [gates.mail.report] + alerts.couriers.map(\.report)
  }

  /// Looks and tells, from its start to its stop.
  var service: any Service {
    Upkeep([FunctionService(start: alerts.start, stop: alerts.stop), upkeep, watchdog])
  }

  /// Where shared state is; while it is away, since when, in seconds since 1970.
  private static func json(_ health: SharedStateHealth) -> JSONValue {
    switch health.state {
    case .local: ["state": "local"]
    case .connected: ["state": "connected"]
    case .away(let since):
      ["state": "away", "since": .integer(since.microseconds / 1_000_000), "limits": "local"]
    }
  }
}
