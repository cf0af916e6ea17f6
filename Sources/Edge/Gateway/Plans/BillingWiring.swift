internal import Billing
internal import Capabilities
internal import Persistence

/// Plans and invoices with what they stand on.
struct BillingWiring: Sendable {
  let capability: BillingCapability
  private let settings: BillingSettings

  /// - Parameters:
  ///   - database: may be opened later.
  ///   - usage: what invoices are made from.
  /// - Throws: `PlanFile.Malformed`.
  init(
    _ settings: BillingSettings, database: any Database, usage: any UsageTotals,
    audit: any AuditTrail, changes: any CredentialChanges
  ) throws {
    let catalog = try PlanFile.catalog(settings)
    guard let plan = catalog[settings.defaultPlan] else {
      throw PlanFile.Malformed(description: "billing.default_plan names no plan")
    }
    capability = BillingCapability(
      subscriptions: Subscriptions(database, catalog: catalog, defaultPlan: plan),
      invoices: Invoices(database, usage: usage), audit: audit, changes: changes)
    self.settings = settings
  }

  /// What accounts ask of plans.
  var standings: PlanStandings { PlanStandings(subscriptions: capability.subscriptions) }

  /// The part of a user's dashboard that is about the plan.
  var dashboard: SubscriptionDashboard { SubscriptionDashboard(capability.subscriptions) }

  /// Makes the invoices of months that are over.
  var monthEnd: MonthEnd { MonthEnd(capability.invoices, delay: settings.closingDelay) }
}
