internal import Capabilities
internal import ContentDelivery
internal import EventLoops
internal import Glibc
internal import HTTPClient
internal import HTTPServer
internal import Lifecycle
internal import Routing
internal import Settings
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
  ///   - levels: those that the logger goes by; new settings change them.
  /// - Throws: `Listener.OpenFailure` when the port cannot be had, `EndpointLists.Malformed`,
  ///   `RouteConflict`, `StartFailure`.
  package static func start(
    _ settings: GatewaySettings, writer: LogWriter, logger: Logger,
    levels: LogLevels = LogLevels(.info)
  ) async throws -> Edge {
    let settings = try settings.withEndpointsFile()
    let readiness = Readiness()
    let pool = BlockingPool(
      threadsMax: Machine.count(settings.server.poolThreads),
      queueMax: settings.server.poolQueueMax)
    let loops = startedLoops(Machine.count(settings.server.loops))

    var registry = MetricRegistry()
    registry.declareProcess()
    let deferred = DeferredMetrics()
    let content = ContentWiring(
      settings, loops: loops, pool: pool, registry: &registry, metrics: deferred,
      logger: logger.component(.content))
    let observers = ShardObservers()
    let statistics = ServerStatistics()
    let system = SystemReport(
      loops: loops, pool: pool, statistics: statistics,
      connectionsMax: settings.server.limits.connectionsMax, observers: observers)
    system.declare(in: &registry)
    let plan = try RoutePlan(
      settings, content: content, system: system, metrics: deferred, readiness: readiness,
      logger: logger.component(.http), startedAt: Int64(time(nil)))
    let edgeMetrics = EdgeMetrics(&registry, router: plan.router)
    let logMetrics = LogMetrics(&registry)
    let metrics = registry.sealed()
    deferred.fill(metrics)

    logMetrics.read(metrics, writer: writer, observers: observers)
    let listeners = try await HTTPListeners(
      loops: loops,
      address: SocketAddress(host: settings.server.host, port: UInt16(settings.server.port)),
      limits: settings.server.limits, statistics: statistics
    ) { index in
      let log = AccessLog(
        writer: writer, format: settings.log.lineFormat, sampling: settings.log.sampling)
      let observer = ShardObserver(
        metrics: edgeMetrics, shard: metrics.makeShard(), log: log, routes: plan.router.labels,
        statistics: content.contents[index].here.statistics)
      observers.keep(observer, on: loops[index])
      return ShardServices(
        responder: content.responder(of: index, router: plan.router),
        handler: RoutedHandler(router: plan.router), observer: observer)
    }

    var reconfigurations = Reconfigurations()
    reconfigurations.add(\.log, LogReconfiguration(levels: levels, observers: observers))

    let observe = observation(logger.component(.lifecycle))
    let services = try ServiceGroup(
      graph(
        loops: FunctionService(stop: {
          pool.stop()
          for loop in loops { loop.stop() }
        }), telemetry: FunctionService(start: observers.start, stop: observers.stop),
        content: FunctionService(start: content.start, stop: content.stop),
        probes: content.probes, http: HTTPService(listeners)),
      observe: observe)
    try await services.start()
    _ = readiness.becomeReady()
    return Edge(
      content: content, listeners: listeners, services: services, readiness: readiness,
      limits: settings.server.shutdownLimits, reconfigurations: reconfigurations, observe: observe
    ) {
      _ = writer.flush(within: .seconds(1))
    }
  }

  private static func startedLoops(_ count: Int) -> [EventLoop] {
    (0..<count).map { EventLoop.start(name: "floe-\($0)") }
  }

  /// Logs what starts and stops.
  private static func observation(_ logger: Logger) -> @Sendable (LifecycleEvent) -> Void {
    { logger.debug("\(String(describing: $0))") }
  }

  /// What runs, and what has to run before it.
  static func graph(
    loops: any Service, telemetry: any Service, content: any Service, probes: any Service,
    http: any Service
  ) -> ServiceGraph {
    var graph = ServiceGraph()
    let ground = graph.add("loops", loops)
    let counting = graph.add("telemetry", telemetry, after: ground)
    let delivery = graph.add("content", content, after: counting)
    _ = graph.add("probes", probes, after: delivery)
    _ = graph.add("http", http, after: delivery)
    return graph
  }
}
