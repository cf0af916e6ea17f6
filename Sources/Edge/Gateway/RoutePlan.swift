internal import ContentDelivery
internal import HTTP
internal import JSON
internal import Lifecycle
internal import Routing
internal import Telemetry

/// Every route of the process, and the router over them.
struct RoutePlan: Sendable {
  let router: Router

  init(
    _ settings: GatewaySettings, content: ContentWiring, system: SystemReport,
    metrics: DeferredMetrics,
    readiness: Readiness, logger: Logger,
    startedAt: Int64
  ) throws(RouteConflict) {
    let operations = OperationsRoutes(
      readiness: readiness, metrics: metrics, system: system, pools: content.pools,
      version: Edge.version, startedAt: startedAt)
    let pages = ProblemPages(RoutingProblems.all + ContentDeliveryCapability.problems)
    let endpoints = EndpointRoutes(pools: content.pools, limits: content.limits)
    var routes =
      content.capability.routes + operations.routes + endpoints.routes + pages.routes
    let description = OpenAPIDocument(title: "Floe", version: Edge.version, routes: routes)
    let document = description.json.bytes + [10]
    routes.append(
      Route(
        .get, "/openapi.json", "This description of every route.", access: .open,
        answers: [RouteAnswer(.ok, contentType: "application/json")]
      ) { _ in
        OperationsRoutes.uncached("application/json", document)
      })
    router = try Router(
      routes, admission: AreaGuard(publicAreas: settings.publicAreas),
      responder: ProblemResponder { error, instance in
        logger.error(
          "A request failed for a reason nobody foresaw.", error: error,
          metadata: ["request": "\(instance)"])
      })
  }
}
