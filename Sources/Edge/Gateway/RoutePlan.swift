internal import Accounts
internal import Capabilities
internal import ContentDelivery
internal import HTTP
internal import Idempotency
internal import JSON
internal import Metering
internal import Routing
internal import Telemetry

/// Every route of the process, and the router over them.
struct RoutePlan: Sendable {
  let router: Router

  init(
    content: ContentWiring, callers: CallersWiring,
    admission: any RouteGuard, system: SystemReport,
    metrics: DeferredMetrics, health: HealthWiring,
    logger: Logger
  ) throws(RouteConflict) {
    let operations = OperationsRoutes(
      metrics: metrics, system: system, pools: content.pools, version: Edge.version)
    let pages = ProblemPages(
      RoutingProblems.all + ContentDeliveryCapability.problems + MeteringCapability.problems
        + AccountsCapability.problems + SubscriberWiring.problems)
    let endpoints = EndpointRoutes(
      pools: content.pools, limits: content.limits, dependencies: health.breakers)
    var routes =
      content.capability.routes + callers.metering.routes + operations.routes + health.routes
      + endpoints.routes
      + pages.routes + callers.accounts.capability.routes + callers.subscribers.routes
    routes = callers.subscribers.idempotency.requests.keyed(routes).map(\.withStorageProblems)
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
      routes, admission: admission,
      responder: ProblemResponder { error, instance in
        logger.error(
          "A request failed for a reason nobody foresaw.", error: error,
          metadata: ["request": "\(instance)"])
      })
  }
}
