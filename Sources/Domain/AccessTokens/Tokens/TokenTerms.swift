package import Bytes
package import Capabilities
package import Routing

/// What a token allows, and within which bounds.
package struct TokenTerms: Hashable, Sendable {
  /// What its owner calls it.
  package var name: String
  package var permissions: Permission
  /// Seconds since 1970 from when on it is worth nothing; nil is never.
  package var expiresAt: Int64?
  /// Addresses that it may come from; empty is any.
  package var addresses: [AddressBlock]
  /// Limits of its own.
  package var limits: Allowance?

  /// Terms.
  package init(
    name: String, permissions: Permission, expiresAt: Int64? = nil,
    addresses: [AddressBlock] = [], limits: Allowance? = nil
  ) {
    self.name = name
    self.permissions = permissions
    self.expiresAt = expiresAt
    self.addresses = addresses
    self.limits = limits
  }
}
