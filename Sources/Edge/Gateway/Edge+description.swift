internal import EventLoops
internal import HTTP
internal import JSON
internal import Lifecycle
internal import Metering
package import Routing
internal import SharedState
internal import Telemetry

/// What an edge with these settings would be, without serving.
extension Edge {
  /// Every route.
  package static func routes(_ settings: GatewaySettings) throws -> [Route] {
    let loop = EventLoop.start(name: "floe-describe")
    let pool = BlockingPool(threadsMax: 1, queueMax: 1)
    defer {
      pool.stop()
      loop.stop()
    }
    var registry = MetricRegistry()
    let metrics = DeferredMetrics()
    let logger = Logger(label: "floe", handler: SilentLogHandler())
    let content = ContentWiring(
      settings, loops: [loop], pool: pool, registry: &registry, metrics: metrics, logger: logger)
    let sharedState = LocalSharedState { SharedTime(seconds: 0) }
    let database = EdgeDatabase(
      settings, migrations: [], registry: &registry, numbers: metrics, logger: logger)
    let callers = try CallersWiring(
      settings, database: database, sharedState: sharedState, loops: [loop], pool: pool,
      outlets: MeteringOutlets(), registry: &registry, metrics: metrics, logger: logger,
      secrets: .none)
    return try RoutePlan(
      settings, content: content, callers: callers, sharedState: sharedState, metrics: metrics,
      readiness: Readiness(), logger: logger, startedAt: 0
    ).router.routes
  }

  /// The description of every route in OpenAPI 3.1, as JSON.
  package static func openAPI(_ settings: GatewaySettings) throws -> String {
    OpenAPIDocument(title: "Floe", version: version, routes: try routes(settings)).json.text + "\n"
  }

  /// What runs, and what has to run before it, for a person.
  package static func graph() -> String {
    let idle = FunctionService()
    return graph(
      loops: idle, telemetry: idle, database: idle, sharedState: idle, metering: idle,
      accounts: idle, upkeep: idle, content: idle, probes: idle, http: idle
    ).description
  }
}
