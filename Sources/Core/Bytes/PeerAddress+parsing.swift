extension PeerAddress {
  /// The address of a text: dotted decimal (RFC 6943 §3.1.1, strict form) or IPv6 (RFC 4291 §2.2,
  /// without a zone); nil when it is neither. The port is 0.
  package init?(parsing text: String) {
    let bytes = Array(text.utf8)
    self.init(parsing: bytes.span)
  }

  /// The same in place, without allocating.
  package init?(parsing bytes: Span<UInt8>) {
    if bytes.firstIndex(of: ASCII.colon) == nil {
      guard let address = Self.ipv4(bytes) else { return nil }
      self.init(ipv4: address, port: 0)
    } else {
      guard let halves = Self.ipv6(bytes) else { return nil }
      self.init(high: halves.high, low: halves.low, port: 0)
    }
  }

  /// The same address with another port.
  package func withPort(_ port: UInt16) -> PeerAddress {
    PeerAddress(high: high, low: low, port: port)
  }

  /// Four numbers from 0 to 255 without leading zeros, which some readers take for octal.
  private static func ipv4(_ bytes: Span<UInt8>) -> UInt32? {
    guard (7...15).contains(bytes.count) else { return nil }
    var address: UInt32 = 0
    var value: UInt32 = 0
    var digitCount = 0
    var dotCount = 0
    for index in bytes.indices {
      let byte = bytes[index]
      if byte == ASCII.dot {
        guard digitCount > 0 else { return nil }
        address = address << 8 | value
        dotCount += 1
        (value, digitCount) = (0, 0)
        continue
      }
      guard ASCII.isDigit(byte), digitCount < 3, digitCount == 0 || value > 0 else { return nil }
      value = value * 10 + UInt32(byte - ASCII.zero)
      digitCount += 1
      guard value <= 255 else { return nil }
    }
    guard dotCount == 3, digitCount > 0 else { return nil }
    return address << 8 | value
  }

  /// Eight groups of up to four hexadecimal digits, one run of zeros perhaps left out as `::`, the
  /// last two groups perhaps as an IPv4 address.
  private static func ipv6(_ bytes: Span<UInt8>) -> (high: UInt64, low: UInt64)? {
    guard (2...45).contains(bytes.count) else { return nil }
    var groups = IPv6Groups()
    var position = 0
    if bytes[0] == ASCII.colon {
      guard bytes[1] == ASCII.colon else { return nil }
      groups.leaveOut()
      position = 2
    }
    while position < bytes.count {
      let end = bytes.firstIndex(of: ASCII.colon, from: position, upTo: bytes.count) ?? bytes.count
      let part = bytes.extracting(position..<end)
      if end == bytes.count, part.firstIndex(of: ASCII.dot) != nil {
        guard let address = ipv4(part), groups.append(UInt16(address >> 16)),
          groups.append(UInt16(truncatingIfNeeded: address))
        else { return nil }
        break
      }
      guard let group = group(part), groups.append(group) else { return nil }
      if end == bytes.count { break }
      position = end + 1
      // A colon at the end is half of a gap.
      guard position < bytes.count else { return nil }
      if bytes[position] == ASCII.colon {
        guard groups.gap == nil else { return nil }
        groups.leaveOut()
        position += 1
      }
    }
    return groups.halves
  }

  private static func group(_ part: Span<UInt8>) -> UInt16? {
    guard (1...4).contains(part.count) else { return nil }
    var value: UInt16 = 0
    for index in part.indices {
      guard let digit = ASCII.hexValue(part[index]) else { return nil }
      value = value << 4 | UInt16(digit)
    }
    return value
  }
}
