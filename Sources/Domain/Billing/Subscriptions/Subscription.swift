/// What a user is subscribed to now.
package struct Subscription: Hashable, Sendable {
  /// The plan, on the terms on which it was taken.
  package let plan: Plan
  /// Since when, in seconds since 1970.
  package let since: Int64
  /// Since when the user has had any plan.
  package let startedAt: Int64
}
