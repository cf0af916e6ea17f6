internal import Accounts
internal import Capabilities
internal import Persistence
internal import Routing

/// Stands in for the capability with the plans until there is one: everybody is on the free plan,
/// and nothing is stored about it.
struct FreePlanStandIn: SubscriptionStarter, UserStandings {
  let standardPlan = "free"

  /// The names of all plans are taken, so that what registers now will register later; whoever names
  /// a paid one starts free, and the answer says so.
  let planNames = ["free", "starter", "professional", "enterprise"]

  func start(
    _ plan: String, for userID: String, in transaction: any DatabaseTransaction,
    at seconds: Int64
  ) async throws {}

  func standing(of userID: String, at seconds: Int64) async throws -> Standing {
    Standing(
      plan: standardPlan, permissions: [.readCDN, .uploadFiles, .viewAnalytics],
      allowance: Allowance(
        requestsPerMinute: 10, requestsPerDay: 1000, requestsPerMonth: 10_000,
        bytesPerMonth: 1 << 30))
  }
}
