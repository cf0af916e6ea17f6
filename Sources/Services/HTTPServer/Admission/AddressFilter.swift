package import Bytes

/// Addresses that are not served at all: asked when a connection is accepted, when a PROXY header
/// has said who its client is, and for each request whose client a trusted proxy names.
///
/// Called on the loops, before anything else is done for a client: no lock, no wait.
package protocol AddressFilter: Sendable {
  /// Whether nothing is answered to the address.
  func refuses(_ address: PeerAddress) -> Bool
}
