package import Bytes

/// The header that a proxy sends before anything else to say for whom it connects: the PROXY
/// protocol of HAProxy, versions 1 and 2 (proxy-protocol.txt, sections 2.1 and 2.2).
///
/// `parse` is called with all bytes since the connection began, whenever some have come. It never
/// takes more than the header: what follows is the client's first request.
package struct ProxyHeader: Equatable, Sendable {
  /// What the bytes are.
  package enum Outcome: Equatable, Sendable {
    /// The beginning of a header.
    case incomplete
    case complete(ProxyHeader)
    /// No header, or one that is longer than is read here.
    case malformed
  }

  /// The longest header of version 1, its line end included (section 2.1).
  static let textMax = 107
  /// The longest header of version 2 that is read: addresses, and room for what may follow them.
  package static let binaryMax = 16 + 4096

  private static let textStart: StaticString = "PROXY "
  private static let signature: [12 of UInt8] = [
    0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A,
  ]

  /// Bytes of the header.
  package let byteCount: Int
  /// The client; nil when the proxy speaks for itself, as for a health check, or does not know.
  package let client: PeerAddress?

  /// Reads the header at the start of `bytes`.
  package static func parse(_ bytes: Span<UInt8>) -> Outcome {
    guard bytes.count > 0 else { return .incomplete }
    return bytes[0] == signature[0] ? parseBinary(bytes) : parseText(bytes)
  }

  // MARK: Version 1

  /// `PROXY TCP4 192.0.2.1 198.51.100.2 56324 443` and CR LF.
  private static func parseText(_ bytes: Span<UInt8>) -> Outcome {
    let start = textStart.bytes
    for index in 0..<min(start.count, bytes.count) where bytes[index] != start[index] {
      return .malformed
    }
    let end = min(bytes.count, textMax)
    let lineFeed = bytes.firstIndex(of: ASCII.lineFeed, from: 0, upTo: end)
    guard let lineFeed else { return bytes.count < textMax ? .incomplete : .malformed }
    guard lineFeed > start.count, bytes[lineFeed - 1] == ASCII.carriageReturn else {
      return .malformed
    }
    let line = bytes.extracting(start.count..<(lineFeed - 1))
    // What follows UNKNOWN is to be ignored.
    if line.starts(with: "UNKNOWN"), line.count == 7 || line[7] == ASCII.space {
      return .complete(ProxyHeader(byteCount: lineFeed + 1, client: nil))
    }
    guard line.starts(with: "TCP4 ") || line.starts(with: "TCP6 "),
      let client = source(line.extracting(5...), isIPv4: line[3] == UInt8(ascii: "4"))
    else { return .malformed }
    return .complete(ProxyHeader(byteCount: lineFeed + 1, client: client))
  }

  /// The source in `source destination source-port destination-port`, all four of them right.
  private static func source(_ line: Span<UInt8>, isIPv4: Bool) -> PeerAddress? {
    var ends = InlineArray<3, Int>(repeating: 0)
    var position = 0
    for index in 0..<3 {
      guard let space = line.firstIndex(of: ASCII.space, from: position, upTo: line.count) else {
        return nil
      }
      ends[index] = space
      position = space + 1
    }
    guard let source = address(line.extracting(..<ends[0]), isIPv4: isIPv4),
      address(line.extracting((ends[0] + 1)..<ends[1]), isIPv4: isIPv4) != nil,
      let port = port(line.extracting((ends[1] + 1)..<ends[2])),
      self.port(line.extracting((ends[2] + 1)...)) != nil
    else { return nil }
    return source.withPort(port)
  }

  private static func address(_ text: Span<UInt8>, isIPv4: Bool) -> PeerAddress? {
    guard (text.firstIndex(of: ASCII.colon) == nil) == isIPv4 else { return nil }
    return PeerAddress(parsing: text)
  }

  /// A decimal number up to 65535 without leading zeros.
  private static func port(_ text: Span<UInt8>) -> UInt16? {
    guard text.count <= 5, let number = text.decimal(), number <= 65_535,
      text.count == 1 || text[0] != ASCII.zero
    else { return nil }
    return UInt16(number)
  }

  // MARK: Version 2

  private static func parseBinary(_ bytes: Span<UInt8>) -> Outcome {
    for index in 0..<min(signature.count, bytes.count) where bytes[index] != signature[index] {
      return .malformed
    }
    guard bytes.count >= 16 else { return .incomplete }
    let count = 16 + Int(bytes[14]) << 8 + Int(bytes[15])
    guard count <= binaryMax else { return .malformed }
    switch bytes[12] {
    case 0x20:
      // LOCAL: the proxy itself, whatever the rest says.
      guard bytes.count >= count else { return .incomplete }
      return .complete(ProxyHeader(byteCount: count, client: nil))
    case 0x21: break
    default: return .malformed
    }
    let addressCount: Int
    switch bytes[13] {
    case 0x00: addressCount = 0
    case 0x11: addressCount = 12
    case 0x21: addressCount = 36
    case 0x31: addressCount = 216
    // Datagrams do not come over a stream, and other values must be refused.
    default: return .malformed
    }
    guard count >= 16 + addressCount else { return .malformed }
    guard bytes.count >= count else { return .incomplete }
    return .complete(
      ProxyHeader(byteCount: count, client: client(bytes, family: bytes[13])))
  }

  private static func client(_ bytes: Span<UInt8>, family: UInt8) -> PeerAddress? {
    switch family {
    case 0x11:
      let address = UInt32(truncatingIfNeeded: number(bytes, at: 16, count: 4))
      return PeerAddress(ipv4: address, port: UInt16(number(bytes, at: 24, count: 2)))
    case 0x21:
      return PeerAddress(
        high: number(bytes, at: 16, count: 8), low: number(bytes, at: 24, count: 8),
        port: UInt16(number(bytes, at: 48, count: 2)))
    default: return nil
    }
  }

  private static func number(_ bytes: Span<UInt8>, at start: Int, count: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in start..<(start + count) { value = value << 8 | UInt64(bytes[index]) }
    return value
  }
}
