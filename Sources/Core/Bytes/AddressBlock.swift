/// A block of addresses in CIDR notation (RFC 4632, RFC 4291 §2.3).
package struct AddressBlock: Hashable, Sendable {
  /// The first address, its port 0.
  package let first: PeerAddress
  /// Bits that all addresses of the block have in common, counted in the family of `first`.
  package let prefixLength: Int

  /// The block of a text such as `192.0.2.0/24`, `2001:db8::/32` or a single address; nil when it
  /// is none, or has bits set beyond its prefix.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = PeerAddress(parsing: String(parts[0])) else { return nil }
    let width = address.isIPv4 ? 32 : 128
    var length = width
    if parts.count == 2 {
      let digits = parts[1]
      guard (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }),
        digits == "0" || digits.first != "0", let value = Int(digits), value <= width
      else { return nil }
      length = value
    }
    first = address
    prefixLength = length
    let mask = Self.mask(prefixLength: length, isIPv4: address.isIPv4)
    guard address.high & ~mask.high == 0, address.low & ~mask.low & Self.own(address) == 0
    else { return nil }
  }

  /// Whether an address lies in the block, whatever its port.
  package func contains(_ address: PeerAddress) -> Bool {
    guard address.isIPv4 == first.isIPv4 else { return false }
    let mask = Self.mask(prefixLength: prefixLength, isIPv4: first.isIPv4)
    return (address.high ^ first.high) & mask.high | (address.low ^ first.low) & mask.low == 0
  }

  /// Whether every address of the other block lies in this one.
  package func contains(_ other: AddressBlock) -> Bool {
    other.prefixLength >= prefixLength && contains(other.first)
  }

  /// The block as text.
  package var text: String { "\(first)/\(prefixLength)" }

  /// The bits that an address of this family has to itself in the lower half.
  private static func own(_ address: PeerAddress) -> UInt64 {
    address.isIPv4 ? 0xffff_ffff : .max
  }

  private static func mask(prefixLength: Int, isIPv4: Bool) -> (high: UInt64, low: UInt64) {
    let length = isIPv4 ? prefixLength + 96 : prefixLength
    let high: UInt64 = length >= 64 ? .max : ~(.max >> UInt64(length))
    let low: UInt64 = length <= 64 ? 0 : ~(.max >> UInt64(length - 64))
    return (high, low)
  }
}
