/// Why an address is refused.
package enum AddressRefusal: Hashable, Sendable {
  /// It is in the deny list.
  case denied
  /// It is banned until a moment, in seconds since 1970.
  case banned(until: Int64)
  /// Only what is in the allow list is let in, and it is not.
  case unlisted
}
