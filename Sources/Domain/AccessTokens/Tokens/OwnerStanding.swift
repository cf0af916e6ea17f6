package import Capabilities
package import Routing

/// What a user may do and use at the moment, whatever the credential.
package struct OwnerStanding: Hashable, Sendable {
  /// By plan and role.
  package let permissions: Permission
  /// What all credentials of the user may use together.
  package let allowance: Allowance

  /// A standing.
  package init(permissions: Permission, allowance: Allowance) {
    self.permissions = permissions
    self.allowance = allowance
  }
}
