package import Persistence

/// Begins the subscription of a new user: the capability with the plans.
package protocol SubscriptionStarter: Sendable {
  /// The plan of who names none.
  var standardPlan: String { get }

  /// The names that registration takes.
  var planNames: [String] { get }

  /// Begins a plan for a user who is being made in this transaction.
  ///
  /// - Throws: when it cannot begin; the user is not made then.
  func start(
    _ plan: String, for userID: String, in transaction: any DatabaseTransaction,
    at seconds: Int64
  ) async throws
}
