/// An address, or a network of IPv6, that is shut out until a moment.
package struct AddressBan: Hashable, Sendable {
  let key: AddressKey
  /// Why.
  package let reason: BanReason
  /// From when until when, in seconds since 1970.
  package let bannedAt: Int64
  package let until: Int64
  /// Which one in a row it is, from 1.
  package let level: Int
  /// In an administrator's words; empty where nobody was asked.
  package let note: String

  /// The address, or the network, as text.
  package var address: String { key.text }

  /// Seconds that are left.
  func secondsLeft(at now: Int64) -> Int64 { max(0, until - now) }
}
