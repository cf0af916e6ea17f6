internal import Accounts
internal import Capabilities
internal import ContentDelivery
internal import EventLoops
internal import Glibc
internal import HTTPClient
internal import HTTPServer
internal import Lifecycle
internal import Metering
package import Persistence
internal import Routing
internal import Settings
internal import SharedState
package import Telemetry
internal import Transport
internal import WalrusUpstream

/// The composition root: the only place that sees everything. A value can be used only below
/// its line, so the compiler is the detector of circular dependencies among values; among
/// running services it is the graph.
extension Edge {
  /// Starts everything and returns when requests are welcome.
  ///
  /// - Parameters:
  ///   - writer: takes the access log; stopped by the caller after `stop()`.
  ///   - logger: for what happens beside requests.
  ///   - parts: what takes the place of parts that the edge would make for itself.
  ///   - migrations: what the database is to have seen.
  /// - Throws: `Listener.OpenFailure` when the port cannot be had, `EndpointLists.Malformed`,
  ///   `RouteConflict`, `StartFailure` (of the database with `DatabaseFailure`, `MigrationFailure`
  ///   or `PendingMigrations` as its reason).
  package static func start(
    _ settings: GatewaySettings, writer: LogWriter, logger: Logger,
    parts: EdgeParts = EdgeParts(), migrations: [Migration] = migrations
  ) async throws -> Edge {
    let settings = try settings.withEndpointsFile()
    let readiness = Readiness()
    let (loops, pool) = startThreads(settings.server)

    var registry = MetricRegistry()
    registry.declareProcess()
    let deferred = DeferredMetrics()
    let database = EdgeDatabase(
      settings, migrations: migrations, registry: &registry, numbers: deferred, logger: logger)
    let content = ContentWiring(
      settings, loops: loops, pool: pool, registry: &registry, metrics: deferred, logger: logger)
    let sharedState = try SharedStateWiring(
      settings.sharedState, loops: loops, pool: pool, registry: &registry, logger: logger)
    let callers = try CallersWiring(
      settings, database: database, sharedState: sharedState.store, loops: loops, pool: pool,
      outlets: parts.outlets, registry: &registry, metrics: deferred, logger: logger,
      secrets: .kept)
    let plan = try RoutePlan(
      settings, content: content, callers: callers,
      admission: parts.admission?(callers.metering.requests), sharedState: sharedState.store,
      metrics: deferred, readiness: readiness, logger: logger, startedAt: Int64(time(nil)))
    let edgeMetrics = EdgeMetrics(&registry, routes: plan.router.labels)
    let metrics = registry.sealed()
    deferred.fill(metrics)

    let observers = ShardObservers()
    let listeners = try await HTTPListeners(
      loops: loops,
      address: SocketAddress(host: settings.server.host, port: UInt16(settings.server.port)),
      limits: settings.server.limits
    ) { index in
      let log =
        settings.log.isAccessLogged
        ? AccessLog(writer: writer, format: settings.log.lineFormat) : nil
      let observer = ShardObserver(
        metrics: edgeMetrics, shard: metrics.makeShard(), log: log, routes: plan.router.labels,
        metering: callers.metering.shard(of: index))
      observers.keep(observer, on: loops[index])
      return ShardServices(
        responder: content.responder(
          of: index, router: plan.router, admission: callers.metering.shard(of: index)),
        handler: RoutedHandler(router: plan.router), observer: observer)
    }

    let observe: @Sendable (LifecycleEvent) -> Void = { logger.debug("\(String(describing: $0))") }
    let services = try ServiceGroup(
      graph(
        loops: FunctionService(stop: {
          pool.stop()
          for loop in loops { loop.stop() }
        }), telemetry: FunctionService(start: observers.start, stop: observers.stop),
        database: FunctionService(start: database.start, stop: database.close),
        sharedState: FunctionService(start: sharedState.start, stop: sharedState.stop),
        metering: callers.counting, accounts: callers.accountKeeping(on: loops[0]),
        upkeep: callers.subscribers.upkeep,
        content: FunctionService(start: content.start, stop: content.stop),
        probes: content.probes, http: HTTPService(listeners)),
      observe: observe)
    try await services.start()
    _ = readiness.becomeReady()
    return Edge(
      content: content, metering: callers.metering, database: database,
      sharedState: sharedState.store, routes: plan.router.routes, listeners: listeners,
      services: services, readiness: readiness, limits: settings.server.shutdownLimits,
      observe: observe, flush: { _ = writer.flush(within: .seconds(1)) })
  }

  /// The loops, and the threads for what would block them.
  private static func startThreads(_ settings: ServerSettings) -> ([EventLoop], BlockingPool) {
    let pool = BlockingPool(
      threadsMax: settings.poolThreads > 0 ? settings.poolThreads : Machine.processorCount,
      queueMax: settings.poolQueueMax)
    let loopCount = settings.loops > 0 ? settings.loops : Machine.processorCount
    return ((0..<loopCount).map { EventLoop.start(name: "floe-\($0)") }, pool)
  }

  /// What runs, and what has to run before it.
  static func graph(
    loops: any Service, telemetry: any Service, database: any Service, sharedState: any Service,
    metering: any Service, accounts: any Service, upkeep: any Service, content: any Service,
    probes: any Service, http: any Service
  ) -> ServiceGraph {
    var graph = ServiceGraph()
    let ground = graph.add("loops", loops)
    let counting = graph.add("telemetry", telemetry, after: ground)
    let storage = graph.add("database", database, after: counting)
    let users = graph.add("accounts", accounts, after: storage)
    let chores = graph.add("upkeep", upkeep, after: users)
    let delivery = graph.add("content", content, after: storage)
    let shared = graph.add("shared-state", sharedState, after: counting)
    _ = graph.add("probes", probes, after: delivery)
    let counted = graph.add("metering", metering, after: storage, shared)
    graph.require(chores, after: shared)
    let front = graph.add("http", http, after: delivery, counted)
    graph.require(front, after: chores)
    return graph
  }
}
