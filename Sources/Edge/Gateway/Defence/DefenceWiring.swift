internal import Bytes
internal import AddressScreening
internal import Capabilities
internal import EventLoops
internal import Glibc
internal import HTTP
internal import HTTPServer
internal import Lifecycle
internal import Persistence
internal import Routing
internal import SharedState
internal import Telemetry

/// The gate: which addresses are let in, on both lanes, and what keeps that the same everywhere.
struct DefenceWiring: Sendable {
  let rules: AddressRules
  /// What it answers.
  let routes: [Route]
  /// What goes on beside requests.
  let upkeep: Upkeep

  /// The rules alone, which limits and guards tell of offences.
  static func rules(_ settings: GatewaySettings) -> AddressRules {
    AddressRules(
      settings.addresses, exempt: settings.server.limits.trustedProxies.blocks,
      counts: SecurityCounts(), now: { Int64(time(nil)) })
  }

  init(
    _ rules: AddressRules, settings: AddressScreeningSettings, database: any Database,
    sharedState: any SharedStateStore, audit: any AuditTrail, loops: [EventLoop],
    registry: inout MetricRegistry, logger: Logger
  ) {
    let store = AddressStore(database)
    let keeping = AddressKeeping(
      rules, store: store, settings: settings, shared: sharedState, audit: audit, logger: logger,
      now: { Int64(time(nil)) },
      everyLoopPassed: { for loop in loops { await loop.perform {} } })
    self.rules = rules
    routes =
      AddressScreeningCapability(
        rules, store: store, keeping: keeping, settings: settings, audit: audit
      ).routes
    upkeep = Upkeep([keeping.keeper(), keeping.reader(), keeping.ticker()])
    AddressScreeningMetrics.declare(in: &registry, rules: rules)
  }

  /// What answers on a loop, behind the gate; called there.
  func responder(before next: any InlineResponder) -> any InlineResponder {
    ScreeningResponder(rules, before: next)
  }

  /// What answers everything else, behind the gate.
  func handler(before router: Router, tracing: TracingWiring) -> any RequestHandler {
    ScreenedHandler(
      rules: rules, next: RoutedHandler(router: router, tracing: tracing),
      signIn: router.number(of: .post, "/users/login"))
  }
}
