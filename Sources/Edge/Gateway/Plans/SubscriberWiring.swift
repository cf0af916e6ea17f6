internal import AccessTokens
internal import Audit
internal import Billing
internal import Capabilities
internal import Glibc
internal import Idempotency
internal import Lifecycle
internal import Routing
internal import Telemetry

/// Everything around a user who pays: plans, tokens, the audit log, keyed requests.
struct SubscriberWiring: Sendable {
  /// Every problem that these answer with.
  static let problems: [ProblemType] =
    BillingCapability.problems + AccessTokensCapability.problems + AuditCapability.problems
    + IdempotencyCapability.problems + StorageProblems.all

  /// How often what is past is removed.
  private static let sweepPause = Duration.seconds(600)

  let tokens: AccessTokensWiring
  let idempotency: IdempotencyWiring
  let routes: [Route]
  /// What goes on beside requests.
  let upkeep: Upkeep

  /// - Parameter secret: what kept responses are sealed with.
  init(
    _ settings: GatewaySettings, ground: SubscriberGround, accounts: AccountsWiring,
    secret: [UInt8], registry: inout MetricRegistry, metrics: DeferredMetrics, logger: Logger
  ) {
    let now: @Sendable () -> Int64 = { Int64(time(nil)) }
    tokens = AccessTokensWiring(
      settings.tokens, ground: ground, accounts: accounts, registry: &registry, metrics: metrics)
    idempotency = IdempotencyWiring(
      settings.idempotency, database: ground.database, secret: secret, registry: &registry,
      metrics: metrics)
    let invoices = BillingMetrics(in: &registry).invoices
    routes =
      ground.billing.capability.routes + tokens.capability.routes
      + AuditCapability(ground.database).routes
    upkeep = Upkeep([
      ground.changes.service(),
      ground.billing.monthEnd.service(
        every: settings.billing.closingInterval, logger: logger,
        closed: { metrics.shared?.add(invoices, UInt64($0)) }, now: now),
      tokens.capability.sweeper(every: Self.sweepPause, logger: logger, now: now),
      idempotency.requests.sweeper(every: Self.sweepPause, logger: logger, now: now),
    ])
  }
}
