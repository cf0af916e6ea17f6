internal import Bytes
internal import Capabilities

/// What an address is known by to bans and to what is counted of it: an IPv4 address itself, of
/// IPv6 its network of 64 bits, since a host has a whole one (RFC 6177).
///
/// One word: the high half of an IPv6 address, or the IPv4 address behind 16 ones. The networks whose
/// high half looks like that lie in `0000::/8`, which the IETF keeps and nobody routes (RFC 4291 §2.4).
struct AddressKey: Hashable, Sendable {
  let word: UInt64

  /// The key of this word.
  init(word: UInt64) { self.word = word }

  /// The key of an address.
  @inline(__always)
  init(_ address: PeerAddress) { word = address.isIPv4 ? address.low : address.high }

  /// Whether it can be banned: the network of `::1` and `::` cannot.
  var isBannable: Bool { word != 0 }

  /// Whether it is an IPv4 address.
  private var isIPv4: Bool { word >> 32 == 0xffff }

  /// An address that has the key.
  var address: PeerAddress {
    isIPv4
      ? PeerAddress(ipv4: UInt32(truncatingIfNeeded: word), port: 0)
      : PeerAddress(high: word, low: 0, port: 0)
  }

  /// An address alone as text, or a network as `…/64`.
  var text: String { isIPv4 ? "\(address)" : "\(address)/64" }

  /// The key of such a text, or of any address; nil for anything else.
  init?(_ text: some StringProtocol) {
    let text = text.hasSuffix("/64") ? String(text.dropLast(3)) : String(text)
    guard let address = PeerAddress(parsing: text) else { return nil }
    self.init(address)
  }
}
