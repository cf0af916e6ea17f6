internal import Accounts
internal import Capabilities
internal import ContentDelivery
internal import EventLoops
internal import Glibc
internal import HTTPClient
internal import HTTPServer
internal import Lifecycle
package import Persistence
internal import Routing
internal import Settings
internal import SharedState
package import Telemetry
internal import Transport
internal import WalrusUpstream

/// Starts what `EdgeWiring` has put together, in the order of the graph, which is the detector of
/// circular dependencies among running services.
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
    let pool = BlockingPool(
      threadsMax: settings.server.poolThreads > 0
        ? settings.server.poolThreads : Machine.processorCount,
      queueMax: settings.server.poolQueueMax)
    let loopCount =
      settings.server.loops > 0 ? settings.server.loops : Machine.processorCount
    let loops = (0..<loopCount).map { EventLoop.start(name: "floe-\($0)") }

    var registry = MetricRegistry()
    registry.declareProcess()
    let wiring = try EdgeWiring(
      settings, loops: loops, pool: pool, secrets: EdgeSecrets(of: settings), parts: parts,
      migrations: migrations, registry: &registry, logger: logger)
    let router = wiring.plan.router
    let edgeMetrics = EdgeMetrics(&registry, routes: router.labels)
    let metrics = registry.sealed()
    wiring.metrics.fill(metrics)

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
        metrics: edgeMetrics, shard: metrics.makeShard(), log: log, routes: router.labels,
        metering: wiring.metering.shard(of: index))
      observers.keep(observer, on: loops[index])
      return ShardServices(
        responder: wiring.content.responder(
          of: index, router: router, admission: wiring.metering.shard(of: index)),
        handler: RoutedHandler(router: router), observer: observer)
    }

    let observe: @Sendable (LifecycleEvent) -> Void = { logger.debug("\(String(describing: $0))") }
    let services = try ServiceGroup(
      wiring.graph(
        telemetry: FunctionService(start: observers.start, stop: observers.stop),
        http: HTTPService(listeners)), observe: observe)
    try await services.start()
    _ = wiring.readiness.becomeReady()
    return Edge(
      wiring, listeners: listeners, services: services, limits: settings.server.shutdownLimits,
      observe: observe
    ) {
      _ = writer.flush(within: .seconds(1))
    }
  }

  /// What runs, and what has to run before it.
  static func graph(
    loops: any Service, telemetry: any Service, database: any Service, sharedState: any Service,
    accounts: any Service, upkeep: any Service, metering: any Service, content: any Service,
    probes: any Service, http: any Service
  ) -> ServiceGraph {
    var graph = ServiceGraph()
    let ground = graph.add("loops", loops)
    let counting = graph.add("telemetry", telemetry, after: ground)
    let storage = graph.add("database", database, after: counting)
    let shared = graph.add("shared-state", sharedState, after: counting)
    let users = graph.add("accounts", accounts, after: storage, shared)
    let chores = graph.add("upkeep", upkeep, after: users)
    let counted = graph.add("metering", metering, after: users)
    let delivery = graph.add("content", content, after: storage)
    _ = graph.add("probes", probes, after: delivery)
    _ = graph.add("http", http, after: delivery, chores, counted)
    return graph
  }
}
