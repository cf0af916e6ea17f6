package import Bytes

/// Finds the client among the hops that a request names, from the first hop to the last: the last
/// address that is not a trusted proxy's.
///
/// Each hop was written by the one after it, and the last by whoever sent the request here. So what
/// stands before the last address that nobody vouches for is that client's own word, and is not
/// believed. A hop that is no address ("unknown", an obfuscated name, RFC 7239 §6) is known by who
/// wrote it down. Nothing allocates.
package struct ForwardedHops: Sendable {
  /// The most hops that are read; a request that names more is refused.
  package static let countMax = 64

  /// What is known of the client so far.
  private enum Client {
    /// No hop was read.
    case unnamed
    /// A hop without an address: the next hop stands for it.
    case unknown
    case at(PeerAddress)
  }

  private let proxies: AddressBlocks
  private var client = Client.unnamed
  private var count = 0

  /// Hops to be read, of which those in `proxies` are trusted.
  package init(proxies: AddressBlocks) { self.proxies = proxies }

  /// The client's address; nil when the request names none, so that the proxy stands for it.
  package var address: PeerAddress? {
    if case .at(let address) = client { address } else { nil }
  }

  /// Reads the next hop; false when there are too many.
  mutating func append(_ node: PeerAddress?) -> Bool {
    count += 1
    guard count <= Self.countMax else { return false }
    guard let node else {
      client = .unknown
      return true
    }
    if case .at = client, proxies.contains(node) { return true }
    client = .at(node)
    return true
  }

  /// Reads a line of `X-Forwarded-For`: addresses separated by commas, each perhaps with a port.
  ///
  /// - Returns: false when it names too many hops.
  package mutating func readForwardedFor(_ line: Span<UInt8>) -> Bool {
    var position = 0
    while position <= line.count {
      let end = line.firstIndex(of: ASCII.comma, from: position, upTo: line.count) ?? line.count
      let element = line.trimmingBlanks(position..<end)
      // Empty elements are nothing (RFC 9110 §5.6.1.2).
      if !element.isEmpty {
        guard append(ForwardedNode.address(line.extracting(element))) else { return false }
      }
      position = end + 1
    }
    return true
  }

  /// Reads a line of `Forwarded` (RFC 7239 §4): elements of pairs, of which only `for` matters.
  ///
  /// - Returns: false when the line is not of that form, or names too many hops. A proxy appends to
  ///   what its client sent: after an open quote its own words would be part of the client's, so
  ///   nothing of such a line may be believed.
  package mutating func readForwarded(_ line: Span<UInt8>) -> Bool {
    var reader = ForwardedReader(line)
    while let element = reader.next() {
      guard append(element.address) else { return false }
    }
    return !reader.isMalformed
  }
}
