/// A time in which a user was subscribed to a plan, with the terms that held then.
package struct PlanInterval: Hashable, Sendable {
  /// The plan as it was when it was taken.
  package let plan: Plan
  /// From when on, in seconds since 1970.
  package let start: Int64
  /// Before when; nil while it lasts.
  package let end: Int64?

  /// An interval.
  package init(plan: Plan, start: Int64, end: Int64?) {
    self.plan = plan
    self.start = start
    self.end = end
  }
}
