/// BLAKE2b with a 32-byte digest and no key (RFC 7693).
///
/// A blob id costs millions of compressions, nearly all of one block, so the compression is
/// written over locals that the compiler keeps in registers, and is inlined into each caller:
/// words that a caller knows to be zero cost nothing.
enum BLAKE2b {
  /// The sixteen words of a message block.
  typealias Block = InlineArray<16, UInt64>

  /// The digest of the concatenation of `prefix` and `bytes`.
  static func digest(prefix: UInt8, _ bytes: RawSpan) -> Bytes32 {
    var state = State()
    var begin = 0
    // The prefix pushes the content one byte to the right; a block that is not the last holds
    // 127 bytes of content at first, then 128.
    while bytes.byteCount - begin > (begin == 0 ? 127 : 128) {
      let block =
        begin == 0
        ? Block { index in
          index == 0 ? bytes.word(at: 0) << 8 | UInt64(prefix) : bytes.word(at: index * 8 - 1)
        }
        : Block { bytes.word(at: begin + $0 * 8) }
      begin += begin == 0 ? 127 : 128
      state.compress(block, count: UInt64(begin) + 1, isLast: false)
    }
    var block = Block(repeating: 0)
    var position = 0
    if begin == 0 {
      block[0] = UInt64(prefix)
      position = 1
    }
    // Whole words first: those of a first block straddle two words of the message.
    let shift = UInt64(position * 8)
    while bytes.byteCount - begin >= 8 {
      let word = bytes.word(at: begin)
      block[position >> 3] |= word &<< shift
      if position & 7 != 0 { block[position >> 3 + 1] = word &>> (64 - shift) }
      begin += 8
      position += 8
    }
    while begin < bytes.byteCount {
      block[position >> 3] |= UInt64(bytes.byte(at: begin)) << UInt64((position & 7) * 8)
      begin += 1
      position += 1
    }
    state.compress(block, count: UInt64(bytes.byteCount) + 1, isLast: true)
    return state.digest
  }

  /// The digest of a message of at most eight bytes: the low bytes of `word`.
  static func digest(word: UInt64, byteCount: Int) -> Bytes32 {
    var state = State()
    state.compress(
      [word, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], count: UInt64(byteCount), isLast: true)
    return state.digest
  }

  /// The digest of the 65 bytes `prefix`, `left`, `right`.
  static func digest(prefix: UInt8, _ left: Bytes32, _ right: Bytes32) -> Bytes32 {
    var state = State()
    state.compress(
      [
        UInt64(prefix) | left.word0 << 8,
        left.word0 >> 56 | left.word1 << 8,
        left.word1 >> 56 | left.word2 << 8,
        left.word2 >> 56 | left.word3 << 8,
        left.word3 >> 56 | right.word0 << 8,
        right.word0 >> 56 | right.word1 << 8,
        right.word1 >> 56 | right.word2 << 8,
        right.word2 >> 56 | right.word3 << 8,
        right.word3 >> 56,
        0, 0, 0, 0, 0, 0, 0,
      ], count: 65, isLast: true)
    return state.digest
  }
}
