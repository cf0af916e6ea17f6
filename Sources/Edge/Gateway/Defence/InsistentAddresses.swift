internal import AddressScreening
internal import Bytes
internal import HTTPServer

/// Addresses whose connections are not taken: those that are banned, were told so often enough, and
/// come all the same. Everybody else is answered, with the reason and the time.
struct InsistentAddresses: AddressFilter {
  let rules: AddressRules

  func refuses(_ address: PeerAddress) -> Bool { rules.isInsistent(address) }
}
