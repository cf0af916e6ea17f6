package import Capabilities
package import Routing

/// What a user may do and use, by the plan.
package struct Standing: Hashable, Sendable {
  /// The name of the plan, as registration takes it.
  package let plan: String
  /// What the plan permits, on the user's own account.
  package let permissions: Permission
  /// How much all of the user's credentials may use together.
  package let allowance: Allowance

  /// A standing.
  package init(plan: String, permissions: Permission, allowance: Allowance) {
    self.plan = plan
    self.permissions = permissions
    self.allowance = allowance
  }
}
