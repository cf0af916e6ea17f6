internal import AddressScreening
internal import Capabilities
internal import EventLoops
internal import HTTPServer
internal import Lifecycle
internal import Persistence
internal import Routing
internal import Telemetry

/// The parts of an edge, put together from the ground up: the only place that sees everything. A
/// value can be used only below its line, so the compiler is the detector of circular dependencies.
///
/// Nothing runs and no connection is opened yet: `Edge.start` does that, and descriptions do
/// without.
struct EdgeWiring: Sendable {
  let readiness = Readiness()
  let pool: BlockingPool
  let loops: [EventLoop]
  let metrics = DeferredMetrics()
  let observers = ShardObservers()
  let connections: ConnectionsWiring
  let database: EdgeDatabase
  let tracing: TracingWiring
  let content: ContentWiring
  let sharedState: SharedStateWiring
  let health: HealthWiring
  let callers: CallersWiring
  let defence: DefenceWiring
  let signing: SigningWiring
  let plan: RoutePlan

  /// - Parameters:
  ///   - secrets: whether secrets of the server are read, and made when they are missing.
  ///   - parts: what takes the place of ours.
  ///   - migrations: what the database is to have seen.
  ///   - registry: gets every metric declared.
  /// - Throws: what is wrong with files and addresses that the settings name, or `RouteConflict`.
  init(
    _ settings: GatewaySettings, loops: [EventLoop], pool: BlockingPool,
    secrets: CallersWiring.Secrets, parts: EdgeParts = EdgeParts(), migrations: [Migration],
    registry: inout MetricRegistry, logger: Logger
  ) throws {
    self.loops = loops
    self.pool = pool
    let gates = DependencyGates(settings.breakers)
    let shedder = LoadShedder()
    tracing = TracingWiring(
      settings, loop: loops[0], registry: &registry, logger: logger.component(.telemetry))
    database = EdgeDatabase(
      settings, migrations: migrations, gate: gates.database, registry: &registry,
      numbers: metrics, logger: logger)
    content = ContentWiring(
      settings, loops: loops, pool: pool, load: shedder, registry: &registry, metrics: metrics,
      logger: logger.component(.content))
    sharedState = try SharedStateWiring(
      settings.sharedState, instead: parts.sharedState, breaker: settings.breakers.sharedState,
      loops: loops, pool: pool, registry: &registry, logger: logger)
    let addresses = DefenceWiring.rules(settings)
    connections = ConnectionsWiring(
      settings.server, filter: InsistentAddresses(rules: addresses), registry: &registry)
    callers = try CallersWiring(
      settings, database: database, sharedState: sharedState.store, addresses: addresses,
      loops: loops, pool: pool, mailGate: gates.mail, outlets: parts.outlets, registry: &registry,
      metrics: metrics, logger: logger, secrets: secrets)
    defence = DefenceWiring(
      addresses, settings: settings.addresses, database: database,
      sharedState: sharedState.store, audit: callers.audit, loops: loops, registry: &registry,
      logger: logger)
    signing = SigningWiring(
      settings, sharedState: sharedState.store, registry: &registry, metrics: metrics,
      logger: logger.component(.http),
      noteRefusal: { addresses.counts.note(.signatureRefused) })
    health = try HealthWiring(
      settings,
      parts: HealthParts(
        readiness: readiness, loops: loops, pool: pool, observers: observers, database: database,
        sharedState: sharedState, content: content, mail: callers.mail, shedder: shedder,
        residentBytes: parts.residentBytes, trafficPeriod: parts.trafficPeriod), gates: gates,
      registry: &registry, logger: logger)
    let system = SystemReport(
      loops: loops, pool: pool, statistics: connections.statistics,
      gate: connections.gate, observers: observers)
    system.declare(in: &registry)
    plan = try RoutePlan(
      settings, signing: signing, content: content, callers: callers, connections: connections,
      defence: defence, admission: tracing.traced(parts.admission(callers)), system: system,
      metrics: metrics, health: health, tracing: tracing, logger: logger.component(.http))
  }

  /// What answers on a loop, at once where it can; called there.
  func responder(of index: Int) -> any InlineResponder {
    defence.responder(
      before: content.responder(
        of: index, router: plan.router, admission: callers.metering.shard(of: index)))
  }

  /// Logs, traces and reports, from their start to their stop.
  private var telemetry: FunctionService {
    FunctionService(
      start: { [tracing, observers, plan] in
        await observers.start()
        tracing.start(observers: observers, routes: plan.router.labels)
      },
      stop: { [tracing, observers] in
        await tracing.stop()
        await observers.stop()
      })
  }

  /// What runs, and what has to run before it.
  ///
  /// - Parameter http: answers requests.
  func graph(http: any Service) -> ServiceGraph {
    Edge.graph(
      loops: FunctionService(stop: { [pool, loops] in
        pool.stop()
        for loop in loops { loop.stop() }
      }), telemetry: telemetry,
      database: FunctionService(start: database.start, stop: database.close),
      sharedState: FunctionService(start: sharedState.start, stop: sharedState.stop),
      accounts: callers.accountKeeping(on: loops[0]),
      upkeep: Upkeep([callers.subscribers.upkeep, defence.upkeep]),
      metering: callers.counting,
      content: FunctionService(start: content.start, stop: content.stop),
      probes: content.probes, health: health.service, http: http)
  }
}
