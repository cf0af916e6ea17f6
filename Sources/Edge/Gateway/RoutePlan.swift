internal import Accounts
internal import AddressScreening
internal import Capabilities
internal import ContentDelivery
internal import Glibc
internal import HTTP
internal import Idempotency
internal import JSON
internal import Metering
internal import RequestSigning
internal import Routing
internal import Telemetry

/// Every route of the process, and the router over them.
struct RoutePlan: Sendable {
  let router: Router
  /// All of them but the description itself.
  let description: OpenAPIDocument

  init(
    _ settings: GatewaySettings, signing: SigningWiring, content: ContentWiring,
    callers: CallersWiring, connections: ConnectionsWiring, defence: DefenceWiring,
    admission: any RouteGuard, system: SystemReport,
    metrics: DeferredMetrics, health: HealthWiring, tracing: TracingWiring, logger: Logger
  ) throws(RouteConflict) {
    let operations = OperationsRoutes(
      metrics: metrics, system: system, pools: content.pools, version: Edge.version)
    let problems =
      RoutingProblems.all + ContentDeliveryCapability.problems + MeteringCapability.problems
      + AccountsCapability.problems + SubscriberWiring.problems
      + AddressScreeningCapability.problems + RequestSigningProblems.all
    let pages = ProblemPages(problems)
    let site = SiteRoutes(contact: settings.securityContact, robots: settings.robots)
    if let advice = site.advice(at: Int64(time(nil))) { logger.warning("\(advice)") }
    let endpoints = EndpointRoutes(
      pools: content.pools, limits: content.limits, dependencies: health.breakers)
    var routes =
      content.capability.routes + callers.metering.routes + operations.routes + health.routes
      + endpoints.routes + connections.routes(metrics: metrics) + pages.routes + site.routes
      + callers.accounts.capability.routes + callers.subscribers.routes + defence.routes
    routes = callers.subscribers.idempotency.requests.keyed(routes).map(\.withStorageProblems)
    routes = signing.requests.signed(routes)
    description = OpenAPIDocument(
      title: "Floe", version: Edge.version, routes: routes, problems: problems)
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
      crossOrigin: CrossOriginPolicy(origins: Set(settings.crossOrigin.origins.map(\.settingText))),
      responder: ProblemResponder(
        unforeseen: { error, request in
          logger.error("A request failed for a reason nobody foresaw.", error: error)
          tracing.report(error, of: request, by: logger.label)
        },
        failed: { problem, request in tracing.report(problem, of: request, by: logger.label) }))
  }
}
