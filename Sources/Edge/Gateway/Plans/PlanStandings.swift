internal import Accounts
internal import Billing
internal import Persistence

/// What accounts ask of plans, answered by billing.
struct PlanStandings: SubscriptionStarter, UserStandings {
  let subscriptions: Subscriptions

  var standardPlan: String { subscriptions.defaultPlan.name }

  var planNames: [String] { subscriptions.catalog.plans.map(\.name) }

  func start(
    _ plan: String, for userID: String, in transaction: any DatabaseTransaction,
    at seconds: Int64
  ) async throws {
    try await subscriptions.start(plan: plan, for: userID, in: transaction, at: seconds)
  }

  func standing(of userID: String, at seconds: Int64) async throws -> Accounts.Standing {
    let plan = try await subscriptions.plan(of: userID)
    return Accounts.Standing(
      plan: plan.name, permissions: plan.permissions, allowance: plan.allowance)
  }
}
