internal import Bytes
internal import Capabilities

/// The lists as they are looked at: for an address the longest prefix that holds decides.
final class AddressTable: Sendable {
  private let ipv4: AddressRanges<UInt32>
  private let ipv6: AddressRanges<UInt128>

  /// The table of rules; those whose time is over are left out.
  init(_ rules: some Sequence<AddressRule>, at seconds: Int64) {
    var blocks4: [AddressRanges<UInt32>.Block] = []
    var blocks6: [AddressRanges<UInt128>.Block] = []
    for rule in rules where rule.holds(at: seconds) {
      let verdict: AddressVerdict = rule.list == .allow ? .allowed : .denied
      let block = rule.block
      if block.first.isIPv4 {
        let first = UInt32(truncatingIfNeeded: block.first.low)
        blocks4.append(
          .init(
            first: first, last: first | Self.rest(block.prefixLength, UInt32.self),
            verdict: verdict))
      } else {
        let first = Self.number(block.first)
        blocks6.append(
          .init(
            first: first, last: first | Self.rest(block.prefixLength, UInt128.self),
            verdict: verdict))
      }
    }
    ipv4 = AddressRanges(blocks4)
    ipv6 = AddressRanges(blocks6)
  }

  /// Whether no address is in any list.
  var isEmpty: Bool { ipv4.count == 0 && ipv6.count == 0 }

  /// What the lists say of an address.
  @inline(__always)
  func verdict(of address: PeerAddress) -> AddressVerdict { find(address).verdict }

  /// The verdict and how many comparisons it took.
  @inline(__always)
  func find(_ address: PeerAddress) -> (verdict: AddressVerdict, steps: Int) {
    address.isIPv4
      ? ipv4.find(UInt32(truncatingIfNeeded: address.low)) : ipv6.find(Self.number(address))
  }

  @inline(__always)
  private static func number(_ address: PeerAddress) -> UInt128 {
    UInt128(address.high) << 64 | UInt128(address.low)
  }

  /// The bits behind a prefix, all set.
  private static func rest<Bound: FixedWidthInteger & UnsignedInteger>(
    _ prefixLength: Int, _: Bound.Type
  ) -> Bound {
    prefixLength >= Bound.bitWidth ? 0 : Bound.max >> Bound(prefixLength)
  }
}
