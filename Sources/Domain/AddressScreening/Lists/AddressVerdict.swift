/// What the lists say of an address.
enum AddressVerdict: UInt8, Sendable {
  case unlisted, allowed, denied
}
