/// A few blocks of addresses, looked through on every request: proxies that are trusted, or whoever
/// is exempt from a limit.
package struct AddressBlocks: Sendable, Hashable {
  /// The most blocks that a list may have.
  package static let countMax = 64

  /// The blocks.
  package let blocks: [AddressBlock]

  /// The first `countMax` of these blocks.
  package init(_ blocks: [AddressBlock] = []) { self.blocks = Array(blocks.prefix(Self.countMax)) }

  /// Whether there is none.
  package var isEmpty: Bool { blocks.isEmpty }

  /// Whether an address lies in one of them.
  package func contains(_ address: PeerAddress) -> Bool {
    for block in blocks where block.contains(address) { return true }
    return false
  }
}
