package import AccessTokens
package import Accounts
package import AddressScreening
package import Alerts
package import Audit
package import Billing
internal import Capabilities
package import ContentDelivery
package import Health
package import IPFSUpstream
package import Idempotency
package import Metering
package import RequestSigning
package import Routing
package import Settings
package import WalrusIdentity
package import WalrusUpstream

/// Every setting of the process, typed once; `floe config` prints it.
package struct GatewaySettings: SettingsSection {
  package static let section = ""

  /// The sections, in the order in which they are printed.
  package var environment: DeploymentEnvironment
  package var dataDirectory: String
  package var secretsAreChecked: Bool
  package var server: ServerSettings
  package var database: DatabaseSettings
  package var content: ContentDeliverySettings
  package var walrus: WalrusUpstreamSettings
  package var ipfs: IPFSUpstreamSettings
  package var log: LogSettings
  package var devnet: DevnetSettings
  package var sharedState: SharedStateSettings
  package var tusky: TuskySettings
  package var operations: OperationsSettings
  package var accounts: AccountsSettings
  package var mail: MailSettings
  package var billing: BillingSettings
  package var tokens: AccessTokensSettings
  package var audit: AuditSettings
  package var idempotency: IdempotencySettings
  package var limits: LimitSettings
  package var metering: MeteringSettings
  package var addresses: AddressScreeningSettings
  package var signing: RequestSigningSettings
  package var crossOrigin: CrossOriginSettings
  package var securityContact: SecurityContactSettings
  package var robots: RobotsSettings
  package var health: HealthSettings
  package var alerts: AlertsSettings
  package var breakers: BreakerSettings
  package var tracing: TracingSettings
  package var sentry: SentrySettings

  package init(reading reader: inout SettingsReader) {
    environment = reader.value(
      "environment", default: DeploymentEnvironment.production,
      "Which preset fills in what is not set.")
    dataDirectory = reader.value(
      "data_directory", default: "data", "Folder for everything that survives a restart.")
    secretsAreChecked = reader.value(
      "secrets_checked", default: true,
      "Whether secrets that are missing, short or known examples keep the server from starting.")
    server = reader.section()
    database = reader.section()
    content = reader.section()
    walrus = reader.section()
    ipfs = reader.section()
    log = reader.section()
    devnet = reader.section()
    sharedState = reader.section()
    tusky = reader.section()
    operations = reader.section()
    accounts = reader.section()
    mail = reader.section()
    billing = reader.section()
    tokens = reader.section()
    audit = reader.section()
    idempotency = reader.section()
    limits = reader.section()
    metering = reader.section()
    addresses = reader.section()
    signing = reader.section()
    crossOrigin = reader.section()
    securityContact = reader.section()
    robots = reader.section()
    health = reader.section()
    alerts = reader.section()
    breakers = reader.section()
    tracing = reader.section()
    sentry = reader.section()
  }

  /// Relations between settings that each are fine alone.
  package static let validations: [SettingsValidation<GatewaySettings>] =
    [
      SettingsValidation(
        ["server.stop_notice", "server.drain_timeout", "server.stop_timeout"]
      ) { settings in
        settings.server.stopNotice + settings.server.drainTimeout <= settings.server.stopTimeout
          ? nil : "the notice and the drain cannot take longer than the whole stop"
      },
      SettingsValidation(["database.statement_timeout", "database.transaction_timeout"]) {
        settings in
        settings.database.statementTimeout <= settings.database.transactionTimeout
          ? nil : "a statement cannot take longer than its transaction"
      },
      SettingsValidation(["addresses.block_time", "addresses.ban_time", "addresses.ban_time_max"]) {
        settings in
        max(settings.addresses.blockTime, settings.addresses.banTime)
          <= settings.addresses.banTimeMax
          ? nil : "the longest ban cannot be shorter than the first"
      },
      SettingsValidation(["signing.required", "signing.keys"]) { $0.signing.fault },
    ] + ServerSettings.validations + accountValidations + SharedStateSettings.validations
    + alertValidations + TracingSettings.validations + SentrySettings.validations

  /// The same with what the file of endpoints says, if there is one; reads it.
  func withEndpointsFile() throws(EndpointLists.Malformed) -> GatewaySettings {
    var settings = self
    try settings.walrus.readEndpointsFile()
    return settings
  }

  /// The areas whose routes anybody may call.
  package var publicAreas: Set<RouteAccess.Area> {
    var areas: Set<RouteAccess.Area> = []
    if content.access == .anybody { areas.insert(.content) }
    if operations.access == .anybody { areas.insert(.operations) }
    return areas
  }

  /// The encoding of the network in use: the real ones have 1000 shards.
  package var encoding: BlobEncoding {
    guard devnet.isEnabled, let local = try? BlobEncoding(shardCount: devnet.shards)
    else { return .network }
    return local
  }
}
