internal import AccessTokens
internal import Audit
internal import Capabilities
internal import Metering
internal import Persistence
internal import SharedState

/// What accounts, plans and tokens share: the audit trail, the news of credentials, and the plans.
struct SubscriberGround: Sendable {
  let database: any Database
  let audit: DatabaseAuditTrail
  /// Told when a credential or a user has changed; tells this edge and the others.
  let changes: CredentialChangeBroadcast
  let billing: BillingWiring

  /// - Parameters:
  ///   - database: may be opened later.
  ///   - local: what this edge keeps of credentials.
  ///   - forgetEverything: makes this edge forget all of them.
  /// - Throws: `PlanFile.Malformed`.
  init(
    _ settings: GatewaySettings, database: any Database, shared: any SharedStateStore,
    local: any CredentialChanges, forgetEverything: @escaping @Sendable () -> Void
  ) throws {
    self.database = database
    audit = DatabaseAuditTrail(database, waitersMax: settings.audit.waitersMax)
    changes = CredentialChangeBroadcast(
      shared, local: local, forgetEverything: forgetEverything)
    billing = try BillingWiring(
      settings.billing, database: database, usage: UsageForInvoices(store: UsageStore(database)),
      audit: audit,
      changes: changes)
  }
}
