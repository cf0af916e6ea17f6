package import Bytes

/// An address, or a network of IPv6 that counts as one, and how many connections it has.
package struct AddressCount: Hashable, Sendable {
  /// The address, and its connections.
  package let address: PeerAddress
  package let count: Int
}
