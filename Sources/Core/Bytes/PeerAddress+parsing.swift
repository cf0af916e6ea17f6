extension PeerAddress {
  /// The address of a text: dotted decimal (RFC 6943 §3.1.1, strict form) or IPv6 (RFC 4291 §2.2,
  /// without a zone); nil when it is neither. The port is 0.
  package init?(parsing text: String) {
    let bytes = Array(text.utf8)
    if bytes.contains(UInt8(ascii: ":")) {
      guard let halves = Self.ipv6(bytes) else { return nil }
      self.init(high: halves.high, low: halves.low, port: 0)
    } else {
      guard let address = Self.ipv4(bytes[...]) else { return nil }
      self.init(ipv4: address, port: 0)
    }
  }

  /// Four numbers from 0 to 255 without leading zeros, which some readers take for octal.
  private static func ipv4(_ bytes: ArraySlice<UInt8>) -> UInt32? {
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var address: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.count), part.allSatisfy({ (48...57).contains($0) }),
        part.count == 1 || part.first != 48
      else { return nil }
      let value = part.reduce(UInt32(0)) { $0 * 10 + UInt32($1 - 48) }
      guard value <= 255 else { return nil }
      address = address << 8 | value
    }
    return address
  }

  private static func ipv6(_ bytes: [UInt8]) -> (high: UInt64, low: UInt64)? {
    let text = String(decoding: bytes, as: UTF8.self)
    var sides = [text[...]]
    if let gap = text.firstRange(of: "::") {
      sides = [text[..<gap.lowerBound], text[gap.upperBound...]]
    }
    var groups: [[UInt16]] = []
    for (index, side) in sides.enumerated() {
      guard let read = Self.groups(side, isLast: index == sides.count - 1) else { return nil }
      groups.append(read)
    }
    var all = groups[0]
    if groups.count == 2 {
      let missing = 8 - groups[0].count - groups[1].count
      guard missing >= 1 else { return nil }
      all += [UInt16](repeating: 0, count: missing) + groups[1]
    }
    guard all.count == 8 else { return nil }
    let words = all.map(UInt64.init)
    return (
      words[0] << 48 | words[1] << 32 | words[2] << 16 | words[3],
      words[4] << 48 | words[5] << 32 | words[6] << 16 | words[7]
    )
  }

  /// Groups of up to four hexadecimal digits, the last two of all perhaps as an IPv4 address.
  private static func groups(_ side: Substring, isLast: Bool) -> [UInt16]? {
    guard !side.isEmpty else { return [] }
    var groups: [UInt16] = []
    let parts = side.split(separator: ":", omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if isLast, index == parts.count - 1, part.contains(".") {
        guard let address = ipv4(Array(part.utf8)[...]) else { return nil }
        groups += [UInt16(address >> 16), UInt16(truncatingIfNeeded: address)]
        continue
      }
      guard (1...4).contains(part.utf8.count), part.allSatisfy(\.isHexDigit),
        part.allSatisfy(\.isASCII),
        let group = UInt16(part, radix: 16)
      else { return nil }
      groups.append(group)
    }
    return groups
  }
}
