internal import Bytes
internal import Capabilities
internal import JSON
internal import Routing

/// Puts a user on another plan, and sees to it that everybody hears of it.
struct ChangePlan: Sendable {
  let subscriptions: Subscriptions
  let audit: any AuditTrail
  let changes: any CredentialChanges

  /// The subscription that holds from now on.
  func callAsFunction(to name: String, by request: Request) async throws -> Subscription {
    guard let plan = subscriptions.catalog[name] else { throw BillingProblems.noSuchPlan(name) }
    let userID = request.caller.userID
    let before = try await subscriptions.subscription(of: userID)
    if let before, before.plan == plan { return before }
    try await audit.record(
      AuditEntry(
        "plan.changed", actorID: userID, subjectID: userID, address: "\(request.peer)",
        requestID: request.id, happenedAt: request.receivedAt,
        details: [
          .init("from", before.map { .string($0.plan.name) } ?? .null), .init("to", .string(name)),
        ]))
    let after = try await subscriptions.change(to: plan, for: userID, at: request.receivedAt)
    changes.userChanged(id: userID)
    return after
  }
}
