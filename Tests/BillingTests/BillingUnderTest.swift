import Capabilities
import DomainTesting
import Persistence
import Routing

@testable import Billing

/// Billing with a database, and everything that it meets.
struct BillingUnderTest {
  let database: any Database
  let usage = ManualUsage()
  let trail = RecordedTrail()
  let changes = RecordedChanges()
  let capability: BillingCapability

  init(_ database: any Database, catalog: PlanCatalog = .standard) {
    self.database = database
    let subscriptions = Subscriptions(
      database, catalog: catalog, defaultPlan: catalog.plans[0])
    capability = BillingCapability(
      subscriptions: subscriptions, invoices: Invoices(database, usage: usage), audit: trail,
      changes: changes)
  }

  var subscriptions: Subscriptions { capability.subscriptions }
  var invoices: Invoices { capability.invoices }
  var bench: RouteBench { RouteBench(capability.routes) }

  /// The end of months, an hour after it.
  var monthEnd: MonthEnd { MonthEnd(invoices, delay: .seconds(3600)) }

  static func user(_ id: String) -> Caller {
    Caller(.session, userID: id, credentialID: "ses_1", permissions: [.readCDN])
  }

  func start(_ plan: String, for userID: String, at now: Int64) async throws {
    try await database.transaction { transaction in
      try await subscriptions.start(plan: plan, for: userID, in: transaction, at: now)
    }
  }

  func change(to plan: String, for userID: String, at now: Int64) async throws {
    _ = try await subscriptions.change(
      to: subscriptions.catalog[plan]!, for: userID, at: now)
  }
}
