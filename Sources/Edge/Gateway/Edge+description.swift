internal import EventLoops
internal import HTTP
internal import JSON
internal import Lifecycle
package import Routing
internal import Telemetry

/// What an edge with these settings would be, without serving.
extension Edge {
  /// Every route.
  package static func routes(_ settings: GatewaySettings) throws -> [Route] {
    try plan(settings).router.routes
  }

  private static func plan(_ settings: GatewaySettings) throws -> RoutePlan {
    let loop = EventLoop.start(name: "floe-describe")
    let pool = BlockingPool(threadsMax: 1, queueMax: 1)
    defer {
      pool.stop()
      loop.stop()
    }
    var registry = MetricRegistry()
    return try EdgeWiring(
      settings, loops: [loop], pool: pool, secrets: .none, migrations: [], registry: &registry,
      logger: Logger(label: "floe", handler: SilentLogHandler())
    ).plan
  }

  /// The description of every route in OpenAPI 3.1, as JSON.
  package static func openAPI(_ settings: GatewaySettings) throws -> String {
    try plan(settings).description.json.text + "\n"
  }

  /// What runs, and what has to run before it, for a person.
  package static func graph() -> String {
    let idle = FunctionService()
    return graph(
      loops: idle, telemetry: idle, database: idle, sharedState: idle, accounts: idle,
      upkeep: idle, metering: idle, content: idle, probes: idle, health: idle, http: idle
    ).description
  }
}
