internal import Accounts
internal import AddressScreening
internal import Capabilities
internal import EventLoops
internal import Metering
internal import Persistence
internal import SharedState
internal import Telemetry

/// Everything about who calls: accounts, plans, tokens, limits, and what is recorded of them.
struct CallersWiring: Sendable {
  /// Where secrets of the server are.
  enum Secrets: Sendable {
    /// In the settings, or in the data directory, where they are made when they are missing.
    case kept
    /// Nowhere: nothing is served.
    case none
  }

  let mail: MailWiring
  let metering: MeteringWiring
  let accounts: AccountsWiring
  let subscribers: SubscriberWiring
  /// The one trail of this edge.
  let audit: any AuditTrail

  /// - Parameters:
  ///   - database: may be opened later.
  ///   - addresses: told of offences, and counts them.
  ///   - outlets: where metering says what it notices, instead of here.
  /// - Throws: what files of plans, keys and secrets are lacking, or why the file of countries cannot be used.
  init(
    _ settings: GatewaySettings, database: any Database, sharedState: any SharedStateStore,
    addresses: AddressRules, loops: [EventLoop], pool: BlockingPool, mailGate: DependencyGate,
    outlets: MeteringOutlets,
    registry: inout MetricRegistry, metrics: DeferredMetrics, logger: Logger, secrets: Secrets
  ) throws {
    let mail = try MailWiring(settings, pool: pool, gate: mailGate, logger: logger)
    self.mail = mail
    let records = SubscriberRecords(settings, database: database)
    audit = records.audit
    let countries =
      secrets == .kept ? try CountriesOfFile(path: settings.metering.countryDatabase) : nil
    metering = MeteringWiring(
      settings, loops: loops, database: database, sharedState: sharedState, rules: addresses,
      outlets: records.outlets(outlets, mailer: mail.mailer), countries: countries,
      registry: &registry, logger: logger)
    let ground = try SubscriberGround(
      settings, records: records, shared: sharedState, local: metering.changes,
      forgetEverything: metering.changes.anythingChanged)
    let signingKeys: SigningKeys?
    let secret: [UInt8]
    switch secrets {
    case .kept:
      signingKeys = try SigningKeyFile.keys(
        settings.accounts.signing, dataDirectory: settings.dataDirectory)
      secret = try IdempotencySecretFile.secret(
        settings.idempotency, dataDirectory: settings.dataDirectory)
    case .none:
      signingKeys = nil
      secret = IdempotencySecretFile.throwaway()
    }
    accounts = AccountsWiring(
      settings, ground: ground, dashboard: [metering.dashboard], shared: sharedState, pool: pool,
      mail: mail, signingKeys: signingKeys, security: addresses.counts, logger: logger)
    accounts.declareMetrics(in: &registry)
    subscribers = SubscriberWiring(
      settings, ground: ground, accounts: accounts, secret: secret, registry: &registry,
      metrics: metrics, logger: logger)
  }

  /// Counting what is used, from its start to its stop.
  var counting: FunctionService {
    FunctionService(start: metering.start, stop: metering.stop)
  }

  /// What accounts do beside requests.
  func accountKeeping(on loop: EventLoop) -> FunctionService { accounts.service(on: loop) }
}
