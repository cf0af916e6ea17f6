internal import AccessTokens
internal import Accounts
internal import Capabilities
internal import Glibc
internal import Settings
internal import Telemetry

/// Tokens with what they stand on.
struct AccessTokensWiring: Sendable {
  let capability: AccessTokensCapability
  private let source: TokenCredentials

  init(
    _ settings: AccessTokensSettings, ground: SubscriberGround, accounts: AccountsWiring,
    registry: inout MetricRegistry, metrics: DeferredMetrics
  ) {
    let numbers = AccessTokensMetrics(in: &registry) { [changes = ground.changes] in
      changes.untoldCount
    }
    let note: @Sendable (TokenEvent) -> Void = { event in
      metrics.shared?.add(numbers.tokens, at: event.rawValue)
    }
    capability = AccessTokensCapability(
      ground.records.tokens, settings: settings, audit: ground.audit, changes: ground.changes,
      note: note)
    source = TokenCredentials(
      capability.tokens,
      users: TokenOwnerStandings(current: accounts.capability.currentStanding),
      now: { Int64(time(nil)) }, note: note)
  }

  /// What tokens allow, and how they are told from other credentials.
  var credentials: CredentialSources.Entry {
    CredentialSources.Entry(source, recognizes: TokenSecret.isMeant)
  }
}
