internal import Capabilities
internal import Bytes
internal import Routing
internal import Synchronization

/// What a credential allows, as a shard keeps it for a while after somebody looked it up.
///
/// Belongs to that shard's loop.
final class VerifiedGrant {
  let meter: Meter
  let permissions: Permission
  /// Addresses that it may come from; empty is any.
  private let addresses: [AddressBlock]
  /// The wall-clock second from which on it has to be looked up again, or is worth nothing.
  let goodUntil: Int64
  /// The field lines that say what is left.
  var printed: PrintedLimits
  /// What the accounts said when it was looked up.
  private let userEpoch: UInt32
  private let ownEpoch: UInt32
  private let generation: UInt32

  /// What was looked up just now.
  init(
    _ grant: Grant, meter: Meter, goodUntil: Int64, policyLine: [UInt8], generation: UInt32
  ) {
    self.meter = meter
    permissions = grant.caller.permissions
    addresses = grant.addresses
    self.goodUntil = min(goodUntil, grant.expiresAt ?? .max)
    printed = PrintedLimits(policyLine: policyLine)
    userEpoch = meter.user.epoch.load(ordering: .acquiring)
    ownEpoch = meter.own.epoch.load(ordering: .acquiring)
    self.generation = generation
  }

  /// Whether it is still what a look-up would give.
  @inline(__always)
  func isCurrent(at seconds: Int64, generation: UInt32) -> Bool {
    seconds < goodUntil && self.generation == generation
      && userEpoch == meter.user.epoch.load(ordering: .acquiring)
      && ownEpoch == meter.own.epoch.load(ordering: .acquiring)
  }

  /// Whether a request may come from an address.
  @inline(__always)
  func allows(_ peer: PeerAddress) -> Bool {
    addresses.isEmpty || addresses.contains { $0.contains(peer) }
  }
}
