import Accounts
import Capabilities
import JSON
import Persistence
import Routing

/// Two plans that allow the same, and nothing stored about them.
struct FreePlan: SubscriptionStarter, UserStandings, DashboardPart {
  let standardPlan = "free"
  let planNames = ["free", "starter"]

  func start(
    _ plan: String, for userID: String, in transaction: any DatabaseTransaction,
    at seconds: Int64
  ) async throws {}

  func standing(of userID: String, at seconds: Int64) async throws -> Standing {
    Standing(
      plan: "free", permissions: [.readCDN, .uploadFiles],
      allowance: Allowance(requestsPerMinute: 10))
  }

  func dashboard(of userID: String) async throws -> [JSONValue.Member] {
    [.init("subscription", ["tier": "free"])]
  }
}
