package import Bytes
package import Routing

/// What a credential that was looked up allows, and within which limits.
package struct Grant: Hashable, Sendable {
  /// Who calls with it.
  package var caller: Caller
  /// What all credentials of the user may use together.
  package var userAllowance: Allowance
  /// What this one may use, where it has limits of its own.
  package var ownAllowance: Allowance?
  /// Seconds since 1970 from when on it is worth nothing; nil is never.
  package var expiresAt: Int64?
  /// Addresses that it may come from; empty is any.
  package var addresses: [AddressBlock]

  /// A grant.
  package init(
    caller: Caller, userAllowance: Allowance, ownAllowance: Allowance? = nil,
    expiresAt: Int64? = nil, addresses: [AddressBlock] = []
  ) {
    self.caller = caller
    self.userAllowance = userAllowance
    self.ownAllowance = ownAllowance
    self.expiresAt = expiresAt
    self.addresses = addresses
  }

  /// Whether it is worth something now, from this address.
  package func holds(at seconds: Int64, from peer: PeerAddress) -> Bool {
    if let expiresAt, seconds >= expiresAt { return false }
    return addresses.isEmpty || addresses.contains { $0.contains(peer) }
  }
}
