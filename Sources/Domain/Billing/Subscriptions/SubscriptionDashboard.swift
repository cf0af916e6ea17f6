internal import Capabilities
package import JSON

/// The part of a user's dashboard that is about the plan.
package struct SubscriptionDashboard: DashboardPart {
  private let subscriptions: Subscriptions

  /// The part of these subscriptions.
  package init(_ subscriptions: Subscriptions) { self.subscriptions = subscriptions }

  /// The member `subscription`: the plan that holds, and since when.
  package func dashboard(of userID: String) async throws -> [JSONValue.Member] {
    let subscription = try await subscriptions.subscription(of: userID)
    let plan = try await subscriptions.plan(of: userID)
    return [
      .init(
        "subscription",
        [
          "tier": .string(plan.name), "plan": plan.json,
          "since": subscription.map { .string(Timestamp(seconds: $0.since).text) } ?? .null,
        ])
    ]
  }
}
