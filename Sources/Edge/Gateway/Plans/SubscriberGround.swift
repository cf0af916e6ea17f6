internal import AccessTokens
internal import Audit
internal import Capabilities
internal import Metering
internal import Persistence
internal import SharedState

/// What accounts, plans and tokens share: the audit trail, the news of credentials, and the plans.
struct SubscriberGround: Sendable {
  let records: SubscriberRecords
  /// Told when a credential or a user has changed; tells this edge and the others.
  let changes: CredentialChangeBroadcast
  let billing: BillingWiring

  var database: any Database { records.database }
  var audit: DatabaseAuditTrail { records.audit }

  /// - Parameters:
  ///   - local: what this edge keeps of credentials.
  ///   - forgetEverything: makes this edge forget all of them.
  /// - Throws: `PlanFile.Malformed`.
  init(
    _ settings: GatewaySettings, records: SubscriberRecords, shared: any SharedStateStore,
    local: any CredentialChanges, forgetEverything: @escaping @Sendable () -> Void
  ) throws {
    self.records = records
    changes = CredentialChangeBroadcast(
      shared, local: local, forgetEverything: forgetEverything)
    billing = try BillingWiring(
      settings.billing, database: records.database,
      usage: MeteredUsage(store: UsageStore(records.database)), audit: records.audit,
      changes: changes)
  }
}
