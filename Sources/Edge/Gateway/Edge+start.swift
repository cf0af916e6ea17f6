internal import Accounts
internal import AddressScreening
internal import Capabilities
internal import ContentDelivery
internal import EventLoops
internal import HTTPServer
internal import Lifecycle
package import Persistence
internal import Routing
internal import Settings
package import Telemetry
internal import Transport

/// Starts what `EdgeWiring` has put together, in the order of the graph, which is the detector of
/// circular dependencies among running services.
extension Edge {
  /// Starts everything and returns when requests are welcome.
  ///
  /// - Parameters:
  ///   - writer: takes the access log; stopped by the caller after `stop()`.
  ///   - logger: for what happens beside requests.
  ///   - levels: those that the logger goes by; new settings change them.
  ///   - parts: what takes the place of parts that the edge would make for itself.
  ///   - migrations: what the database is to have seen.
  /// - Throws: `Listener.OpenFailure` when the port cannot be had, `EndpointLists.Malformed`,
  ///   `RouteConflict`, `StartFailure` (of the database with `DatabaseFailure`, `MigrationFailure`
  ///   or `PendingMigrations` as its reason).
  package static func start(
    _ settings: GatewaySettings, writer: LogWriter, logger: Logger,
    levels: LogLevels = LogLevels(.info), parts: EdgeParts = EdgeParts(),
    migrations: [Migration] = migrations
  ) async throws -> Edge {
    let settings = try settings.withEndpointsFile()
    let pool = BlockingPool(
      threadsMax: Machine.count(settings.server.poolThreads),
      queueMax: settings.server.poolQueueMax)
    let loops = (0..<Machine.count(settings.server.loops)).map {
      EventLoop.start(name: "floe-\($0)")
    }
    var registry = MetricRegistry()
    registry.declareProcess()
    let wiring = try EdgeWiring(
      settings, loops: loops, pool: pool, secrets: .kept, parts: parts, migrations: migrations,
      registry: &registry, logger: logger)
    let router = wiring.plan.router
    let edgeMetrics = EdgeMetrics(&registry, router: router)
    let logMetrics = LogMetrics(&registry)
    let metrics = registry.sealed()
    wiring.metrics.fill(metrics)
    let observers = wiring.observers
    logMetrics.read(metrics, writer: writer, observers: observers)
    wiring.health.traffic.fill(TrafficMeter(metrics, edgeMetrics))

    let listeners = try await HTTPListeners(
      loops: loops,
      address: SocketAddress(host: settings.server.host, port: UInt16(settings.server.port)),
      gate: wiring.connections.gate, statistics: wiring.connections.statistics
    ) { index in
      let observer = ShardObserver(
        metrics: edgeMetrics, shard: metrics.makeShard(),
        log: AccessLog(
          writer: writer, format: settings.log.lineFormat, sampling: settings.log.sampling),
        routes: router.labels, statistics: wiring.content.contents[index].here.statistics,
        metering: wiring.callers.metering.shard(of: index),
        slowRequests: SlowRequestLog(
          wiring.connections.slowRequests, logger: logger.component(.http)),
        addresses: wiring.defence.rules, spans: wiring.tracing.makeSpanBuffer())
      observers.keep(observer, on: loops[index])
      return ShardServices(
        responder: wiring.responder(of: index),
        handler: wiring.defence.handler(before: router, tracing: wiring.tracing),
        observer: observer, filter: wiring.connections.filter,
        isStrict: settings.server.tlsIsInFront, sampler: wiring.tracing.sampler())
    }

    var reconfigurations = Reconfigurations()
    reconfigurations.add(\.log, LogReconfiguration(levels: levels, observers: observers))
    reconfigurations.add(\.server, ConnectionReconfiguration(gate: wiring.connections.gate))
    reconfigurations.add(\.limits, wiring.callers.metering.limits)
    reconfigurations.add(\.addresses, AddressReconfiguration(wiring.defence.rules))
    reconfigurations.add(\.signing, wiring.signing.requests)

    let lifecycle = logger.component(.lifecycle)
    let observe: @Sendable (LifecycleEvent) -> Void = {
      lifecycle.debug("\(String(describing: $0))")
    }
    let services = try ServiceGroup(wiring.graph(http: HTTPService(listeners)), observe: observe)
    try await services.start()
    _ = wiring.readiness.becomeReady()
    return Edge(
      wiring, listeners: listeners, services: services, limits: settings.server.shutdownLimits,
      reconfigurations: reconfigurations, observe: observe
    ) {
      _ = writer.flush(within: .seconds(1))
    }
  }

  /// What runs, and what has to run before it.
  static func graph(
    loops: any Service, telemetry: any Service, database: any Service, sharedState: any Service,
    accounts: any Service, upkeep: any Service, metering: any Service, content: any Service,
    probes: any Service, health: any Service, http: any Service
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
    let looks = graph.add("probes", probes, after: delivery)
    _ = graph.add("health", health, after: looks, shared, users)
    _ = graph.add("http", http, after: delivery, chores, counted)
    return graph
  }
}
