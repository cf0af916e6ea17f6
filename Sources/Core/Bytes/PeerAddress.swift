/// The address of the other end of a connection: 16 bytes and a port.
///
/// An IPv4 address is kept as the IPv4-mapped IPv6 address that it is the same as (RFC 4291
/// §2.5.5.2), so that one comparison serves both families.
@usableFromInline package struct PeerAddress: Hashable, Sendable {
  /// The first eight bytes, big-endian.
  @usableFromInline package let high: UInt64
  /// The last eight bytes, big-endian.
  @usableFromInline package let low: UInt64
  @usableFromInline package let port: UInt16

  /// An address from its two halves in host order.
  package init(high: UInt64, low: UInt64, port: UInt16) {
    self.high = high
    self.low = low
    self.port = port
  }

  /// An IPv4 address in host order.
  package init(ipv4: UInt32, port: UInt16) {
    self.init(high: 0, low: 0xffff_0000_0000 | UInt64(ipv4), port: port)
  }

  /// Whether it is an address of IPv4, in whichever family it came.
  package var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }

  /// Whether both are the same address, whatever the port.
  @inlinable package func isSameHost(as other: PeerAddress) -> Bool {
    (high ^ other.high) | (low ^ other.low) == 0
  }

  /// The longest text of an address without its port.
  package static let textCountMax = 39

  /// Appends the address as text, without the port; IPv6 without zero compression.
  package func write(to output: inout OutputSpan<UInt8>) {
    if isIPv4 {
      for shift in stride(from: 24, through: 0, by: -8) {
        Self.writeDecimal(UInt8(truncatingIfNeeded: low >> UInt64(shift)), to: &output)
        if shift > 0 { output.append(UInt8(ascii: ".")) }
      }
      return
    }
    for group in 0..<8 {
      let half = group < 4 ? high : low
      Self.writeHex(UInt16(truncatingIfNeeded: half >> UInt64(48 - 16 * (group & 3))), to: &output)
      if group < 7 { output.append(UInt8(ascii: ":")) }
    }
  }

  private static func writeDecimal(_ value: UInt8, to output: inout OutputSpan<UInt8>) {
    if value >= 100 { output.append(UInt8(ascii: "0") + value / 100) }
    if value >= 10 { output.append(UInt8(ascii: "0") + value / 10 % 10) }
    output.append(UInt8(ascii: "0") + value % 10)
  }

  private static func writeHex(_ value: UInt16, to output: inout OutputSpan<UInt8>) {
    var hasStarted = false
    for shift in stride(from: 12, through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: value >> UInt16(shift)) & 15
      guard digit != 0 || hasStarted || shift == 0 else { continue }
      hasStarted = true
      output.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }
}

extension PeerAddress: CustomStringConvertible {
  @usableFromInline package var description: String {
    String(decoding: Array(capacity: Self.textCountMax) { write(to: &$0) }, as: UTF8.self)
  }
}
