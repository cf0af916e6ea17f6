internal import Settings
internal import Accounts
internal import Capabilities
internal import EventLoops
internal import Glibc
internal import MailSubmission
internal import Persistence
internal import Routing
internal import SharedState
internal import Telemetry

/// Accounts with what they stand on: database, mail, plans, and the guard over every route.
final class AccountsWiring: Sendable {
  let capability: AccountsCapability
  /// Sends mail to a server, where one is set.
  private let courier: SubmissionMailer?
  private let settings: GatewaySettings
  private let logger: Logger
  private let sweeping = RepeatedWork()
  private let sweeps = SweepTurn()

  /// - Parameters:
  ///   - ground: its database may be opened later.
  ///   - dashboard: what else a user's dashboard shows.
  ///   - shared: where failures are counted.
  ///   - signingKeys: nil where no tokens are signed.
  /// - Throws: when the mail server makes no sense.
  init(
    _ settings: GatewaySettings, ground: SubscriberGround, dashboard: [any DashboardPart],
    shared: any SharedStateStore, pool: BlockingPool, signingKeys: SigningKeys?, logger: Logger
  ) throws {
    let now: @Sendable () -> Int64 = { Int64(time(nil)) }
    let (mailer, courier) = try Self.mailer(settings, pool: pool, logger: logger, now: now)
    let plans = ground.billing.standings
    capability = AccountsCapability(
      settings: settings.accounts,
      ground: AccountsGround(
        database: ground.database, shared: shared, offload: PoolOffload(pool: pool),
        processorCount: Machine.processorCount, mailer: mailer,
        audit: ground.audit, changes: ground.changes,
        subscriptions: plans, standings: plans,
        signingKeys: signingKeys, now: now), parts: [ground.billing.dashboard] + dashboard)
    self.courier = courier
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
  func routeGuard(
    tokens: CredentialSources.Entry, meter: (any RequestMeter)? = nil
  ) -> AccountGuard {
    AccountGuard(
      publicAreas: settings.publicAreas, credentials: credentials(tokens: tokens),
      cookies: capability.cookies,
      meter: meter, now: { Int64(time(nil)) })
  }

  /// Begins to drop what is over, and says what an operator still has to do; needs the database.
  func start(on loop: EventLoop) async throws {
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
    await courier?.stop()
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

  private static func mailer(
    _ settings: GatewaySettings, pool: BlockingPool, logger: Logger,
    now: @escaping @Sendable () -> Int64
  ) throws -> ((any Mailer)?, SubmissionMailer?) {
    let mail = settings.mail
    let rendering = MailRendering(sender: mail.sender, now: now)
    switch mail.transport {
    case .off: return (nil, nil)
    case .folder:
      let folder = FolderMailer(
        directory: settings.dataDirectory, pool: pool, rendering: rendering, logger: logger)
      return (folder, nil)
    case .smtp:
      guard
        let server = MailServer(
          url: mail.url ?? "", username: mail.username, password: mail.password,
          needsTLS: mail.needsTLS)
      else { throw MailServerMalformed() }
      let courier = SubmissionMailer(
        server: server, pool: pool, rendering: rendering, waitingMax: mail.queueMax,
        logger: logger)
      return (courier, courier)
    }
  }
}
