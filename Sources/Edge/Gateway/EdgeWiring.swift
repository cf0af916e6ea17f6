internal import Accounts
internal import Capabilities
internal import EventLoops
internal import Glibc
internal import Lifecycle
internal import Metering
internal import Persistence
internal import Routing
internal import Telemetry

/// The parts of an edge, put together from the ground up: the only place that sees everything. A
/// value can be used only below its line, so the compiler is the detector of circular dependencies.
///
/// Nothing runs and no file is opened yet: `Edge.start` does that, and descriptions do without.
struct EdgeWiring: Sendable {
  let readiness = Readiness()
  let pool: BlockingPool
  let loops: [EventLoop]
  let metrics = DeferredMetrics()
  let database: EdgeDatabase
  let content: ContentWiring
  let sharedState: SharedStateWiring
  let accounts: AccountsWiring
  let subscribers: SubscriberWiring
  let metering: MeteringWiring
  let plan: RoutePlan

  /// - Parameters:
  ///   - parts: what a test puts in the place of ours.
  ///   - migrations: what the database is to have seen.
  ///   - registry: gets every metric declared.
  /// - Throws: what is wrong with the settings, or `RouteConflict`.
  init(
    _ settings: GatewaySettings, loops: [EventLoop], pool: BlockingPool, secrets: EdgeSecrets,
    parts: EdgeParts = EdgeParts(), migrations: [Migration], registry: inout MetricRegistry,
    logger: Logger
  ) throws {
    self.loops = loops
    self.pool = pool
    database = EdgeDatabase(
      settings, migrations: migrations, registry: &registry, numbers: metrics, logger: logger)
    content = ContentWiring(
      settings, loops: loops, pool: pool, registry: &registry, metrics: metrics, logger: logger)
    sharedState = try SharedStateWiring(
      settings.sharedState, loops: loops, pool: pool, registry: &registry, logger: logger)
    let callers = MeteringGround(settings, database: database, sharedState: sharedState.store)
    let ground = try SubscriberGround(
      settings, database: database, shared: sharedState.store, local: callers.changes,
      forgetEverything: callers.changes.anythingChanged)
    accounts = try AccountsWiring(
      settings, database: database, shared: sharedState.store, pool: pool,
      signingKeys: secrets.signingKeys, audit: ground.audit, changes: ground.changes,
      billing: ground.billing, dashboards: [callers.dashboard], logger: logger)
    accounts.declareMetrics(in: &registry)
    subscribers = SubscriberWiring(
      settings, ground: ground, accounts: accounts, secret: secrets.idempotency,
      registry: &registry, metrics: metrics, logger: logger)
    metering = MeteringWiring(
      settings, ground: callers, loops: loops, sharedState: sharedState.store,
      outlets: MeteringOutlets(ground: ground, accounts: accounts, tokens: subscribers.tokens)
        .replaced(by: parts.outlets), registry: &registry, logger: logger)
    let requests = metering.requests
    let guarding =
      parts.admission?(requests)
      ?? accounts.routeGuard(tokens: subscribers.tokens.credentials, meter: requests)
    plan = try RoutePlan(
      content: content, accounts: accounts, subscribers: subscribers, metering: metering,
      admission: guarding, sharedState: sharedState.store, metrics: metrics, readiness: readiness,
      logger: logger, startedAt: Int64(time(nil)))
  }

  /// What runs, and what has to run before it.
  ///
  /// - Parameters:
  ///   - telemetry: counts and logs while requests are answered.
  ///   - http: answers them.
  func graph(telemetry: any Service, http: any Service) -> ServiceGraph {
    Edge.graph(
      loops: FunctionService(stop: { [pool, loops] in
        pool.stop()
        for loop in loops { loop.stop() }
      }), telemetry: telemetry,
      database: FunctionService(start: database.start, stop: database.close),
      sharedState: FunctionService(start: sharedState.start, stop: sharedState.stop),
      accounts: accounts.service(on: loops[0]), upkeep: subscribers.upkeep,
      metering: FunctionService(start: metering.start, stop: metering.stop),
      content: FunctionService(start: content.start, stop: content.stop),
      probes: content.probes, http: http)
  }
}
