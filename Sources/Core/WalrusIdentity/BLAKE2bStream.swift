/// A BLAKE2b digest with 32 bytes and no key (RFC 7693) under way: bytes go in as they come, the
/// digest comes out at the end.
package struct BLAKE2bStream: Sendable {
  private var state = BLAKE2b.State()
  /// What no block was made of yet: the last block has to be known as such.
  private var rest: [UInt8] = []
  private var count: UInt64 = 0

  private static let blockSize = 128

  /// A digest of no bytes yet.
  package init() { rest.reserveCapacity(Self.blockSize) }

  /// Takes more bytes.
  package mutating func update(_ bytes: RawSpan) {
    var offset = 0
    while offset < bytes.byteCount {
      if rest.count == Self.blockSize {
        let block = rest
        unsafe compress(block.span.bytes, isLast: false)
        rest.removeAll(keepingCapacity: true)
      }
      // Whole blocks are compressed where they are, but for one that may be the last.
      while rest.isEmpty, bytes.byteCount - offset > Self.blockSize {
        compress(bytes.extracting(offset..<offset + Self.blockSize), isLast: false)
        offset += Self.blockSize
      }
      let end = min(bytes.byteCount, offset + Self.blockSize - rest.count)
      unsafe bytes.extracting(offset..<end).withUnsafeBytes {
        unsafe rest.append(contentsOf: $0)
      }
      offset = end
    }
  }

  private mutating func compress(_ block: RawSpan, isLast: Bool) {
    count += UInt64(block.byteCount)
    let words = BLAKE2b.Block { index in
      let offset = index * 8
      if offset + 8 <= block.byteCount { return block.word(at: offset) }
      var word: UInt64 = 0
      for position in offset..<max(offset, block.byteCount) {
        word |= UInt64(block.byte(at: position)) << UInt64((position - offset) * 8)
      }
      return word
    }
    state.compress(words, count: count, isLast: isLast)
  }

  /// The digest of everything that was taken.
  package consuming func finalize() -> Bytes32 {
    let last = rest
    unsafe compress(last.span.bytes, isLast: true)
    return state.digest
  }
}
