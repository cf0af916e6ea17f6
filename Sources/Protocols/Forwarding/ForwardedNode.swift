internal import Bytes

/// A hop as its successor wrote it down.
enum ForwardedNode {
  /// The address in a node (RFC 7239 §6): `192.0.2.43`, `192.0.2.43:47011`, `[2001:db8::17]:47011`,
  /// and a bare `2001:db8::17`, which `X-Forwarded-For` allows; nil for `unknown` and all else.
  static func address(_ node: Span<UInt8>) -> PeerAddress? {
    guard node.count > 0 else { return nil }
    if node[0] == UInt8(ascii: "[") {
      guard let close = node.firstIndex(of: UInt8(ascii: "]")) else { return nil }
      let text = node.extracting(1..<close)
      guard text.firstIndex(of: ASCII.colon) != nil else { return nil }
      return with(text, port: node.extracting((close + 1)...))
    }
    guard let colon = node.firstIndex(of: ASCII.colon) else { return PeerAddress(parsing: node) }
    let isIPv6 = node.firstIndex(of: ASCII.colon, from: colon + 1, upTo: node.count) != nil
    if isIPv6 { return PeerAddress(parsing: node) }
    return with(node.extracting(..<colon), port: node.extracting(colon...))
  }

  /// An address and what follows it: nothing, or a colon and a port, which may be obfuscated.
  private static func with(_ address: Span<UInt8>, port: Span<UInt8>) -> PeerAddress? {
    guard let peer = PeerAddress(parsing: address) else { return nil }
    if port.count == 0 { return peer }
    guard port[0] == ASCII.colon, port.count > 1 else { return nil }
    let digits = port.extracting(1...)
    if digits[0] == UInt8(ascii: "_") { return peer }
    guard digits.count <= 5, let number = digits.decimal(), number <= 65_535 else { return nil }
    return peer.withPort(UInt16(number))
  }
}
