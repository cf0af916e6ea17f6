internal import Settings
internal import Accounts
internal import Capabilities
internal import EventLoops
internal import Glibc
internal import Persistence
internal import Routing
internal import SharedState
internal import Telemetry

/// Accounts with what they stand on: database, mail, plans, and the guard over every route.
final class AccountsWiring: Sendable {
  let capability: AccountsCapability
  private let mail: MailWiring
  private let settings: GatewaySettings
  private let security: SecurityCounts?
  private let logger: Logger
  private let sweeping = RepeatedWork()
  private let sweeps = SweepTurn()

  /// - Parameters:
  ///   - ground: its database may be opened later.
  ///   - dashboard: what else a user's dashboard shows.
  ///   - shared: where failures are counted.
  ///   - security: counts what the guard refuses.
  ///   - signingKeys: nil where no tokens are signed.
  init(
    _ settings: GatewaySettings, ground: SubscriberGround, dashboard: [any DashboardPart],
    shared: any SharedStateStore, pool: BlockingPool, mail: MailWiring,
    signingKeys: SigningKeys?, security: SecurityCounts? = nil, logger: Logger
  ) {
    let now: @Sendable () -> Int64 = { Int64(time(nil)) }
    let plans = ground.billing.standings
    capability = AccountsCapability(
      settings: settings.accounts,
      ground: AccountsGround(
        database: ground.database, shared: shared, offload: PoolOffload(pool: pool),
        processorCount: Machine.processorCount, mailer: mail.mailer,
        audit: ground.audit, changes: ground.changes,
        subscriptions: plans, standings: plans,
        signingKeys: signingKeys, now: now), parts: [ground.billing.dashboard] + dashboard)
    self.mail = mail
    self.security = security
    self.settings = settings
    self.logger = logger
  }

  /// Declares what is counted.
  func declareMetrics(in registry: inout MetricRegistry) {
    AccountsMetrics.declare(
      in: &registry, tally: capability.tally, passwords: capability.passwords)
  }

  /// Every credential of users, and of programs.
  ///
  /// - Parameter tokens: what tokens of the interface allow.
  func credentials(tokens: CredentialSources.Entry) -> CredentialSources {
    var entries = [
      tokens,
      CredentialSources.Entry(
        capability.sessionCredentials, recognizes: SessionToken.recognizes),
    ]
    if let signed = capability.signedTokenCredentials {
      entries.append(CredentialSources.Entry(signed, recognizes: SignedTokens.recognizes))
    }
    return CredentialSources(entries)
  }

  /// The guard of every route.
  func routeGuard(credentials: any CredentialSource, meter: any RequestMeter) -> AccountGuard {
    AccountGuard(
      publicAreas: settings.publicAreas, credentials: credentials, cookies: capability.cookies,
      meter: meter, security: security, now: { Int64(time(nil)) })
  }

  /// Runs beside the requests, on a loop.
  func service(on loop: EventLoop) -> FunctionService {
    FunctionService(start: { [self] in try await start(on: loop) }, stop: stop)
  }

  /// Begins to drop what is over, and says what an operator still has to do; needs the database.
  private func start(on loop: EventLoop) async throws {
    await sweeping.begin(on: loop, every: SweepAccounts.intervalMilliseconds) { [self] in
      sweeps.take { [capability, logger] in
        do { try await capability.sweep() } catch {
          logger.error("Sessions that are over cannot be dropped.", error: error)
        }
      }
    }
    try await advise()
  }

  /// Ends what is under way.
  @Sendable func stop() async {
    await sweeping.end()
    await sweeps.end()
    await mail.stop()
  }

  private func advise() async throws {
    if settings.environment == .production,
      try await capability.administer.administratorCount() == 0
    {
      logger.warning("There is no administrator yet: floe user create --admin EMAIL makes one.")
    }
    if settings.accounts.registration == .confirmed, settings.mail.transport == .off {
      logger.warning(
        """
        Nobody can register: accounts begin with a mail, and none is sent. Set mail.transport, or \
        accounts.registration to direct or closed.
        """)
    }
  }
}
