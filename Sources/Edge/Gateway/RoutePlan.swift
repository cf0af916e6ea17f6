internal import Accounts
internal import Capabilities
internal import ContentDelivery
internal import Glibc
internal import HTTP
internal import Idempotency
internal import JSON
internal import Lifecycle
internal import Metering
internal import Routing
internal import SharedState
internal import Telemetry

/// Every route of the process, and the router over them.
struct RoutePlan: Sendable {
  let router: Router

  init(
    content: ContentWiring, callers: CallersWiring,
    admission: any RouteGuard, system: SystemReport,
    sharedState: any SharedStateStore, metrics: DeferredMetrics, readiness: Readiness,
    tracing: TracingWiring, logger: Logger
  ) throws(RouteConflict) {
    let operations = OperationsRoutes(
      readiness: readiness, sharedState: sharedState, metrics: metrics, system: system,
      pools: content.pools, version: Edge.version, startedAt: Int64(time(nil)))
    let pages = ProblemPages(
      RoutingProblems.all + ContentDeliveryCapability.problems + MeteringCapability.problems
        + AccountsCapability.problems + SubscriberWiring.problems)
    let endpoints = EndpointRoutes(pools: content.pools, limits: content.limits)
    var routes =
      content.capability.routes + callers.metering.routes + operations.routes + endpoints.routes
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
      responder: ProblemResponder(
        unforeseen: { error, request in
          logger.error("A request failed for a reason nobody foresaw.", error: error)
          tracing.report(error, of: request, by: logger.label)
        },
        failed: { problem, request in tracing.report(problem, of: request, by: logger.label) }))
  }
}
