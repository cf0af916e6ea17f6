/// SipHash-2-4 with 128 bits of output (Aumasson, Bernstein 2012, and its reference code), fed
/// byte by byte and word by word without allocating.
@usableFromInline package struct SipHash128 {
  @usableFromInline var v0: UInt64
  @usableFromInline var v1: UInt64
  @usableFromInline var v2: UInt64
  @usableFromInline var v3: UInt64
  @usableFromInline var tail: UInt64 = 0
  /// Bytes that were fed so far.
  @usableFromInline package var byteCount: UInt64 = 0

  /// An empty message under a key of two little-endian words.
  @inlinable package init(key0: UInt64, key1: UInt64) {
    v0 = 0x736f_6d65_7073_6575 ^ key0
    v1 = 0x646f_7261_6e64_6f6d ^ key1 ^ 0xee
    v2 = 0x6c79_6765_6e65_7261 ^ key0
    v3 = 0x7465_6462_7974_6573 ^ key1
  }

  /// Adds one byte.
  @inlinable package mutating func append(_ byte: UInt8) {
    let shift = byteCount & 7
    tail |= UInt64(byte) &<< (shift &* 8)
    byteCount &+= 1
    if shift == 7 {
      compress(tail)
      tail = 0
    }
  }

  /// Adds the eight bytes of a little-endian word; only after a multiple of eight bytes.
  @inlinable package mutating func append(word: UInt64) {
    precondition(byteCount & 7 == 0)
    byteCount &+= 8
    compress(word)
  }

  /// Adds bytes, whole words of them at a time.
  @inlinable package mutating func append(_ bytes: Span<UInt8>) {
    precondition(byteCount & 7 == 0)
    var position = 0
    while position &+ 8 <= bytes.count {
      append(word: bytes.word(at: position))
      position &+= 8
    }
    while position < bytes.count {
      append(bytes[position])
      position &+= 1
    }
  }

  /// The two little-endian words of the hash.
  @inlinable package consuming func finalize() -> (UInt64, UInt64) {
    compress(tail | (byteCount & 0xff) &<< 56)
    v2 ^= 0xee
    for _ in 0..<4 { round() }
    let first = v0 ^ v1 ^ v2 ^ v3
    v1 ^= 0xdd
    for _ in 0..<4 { round() }
    return (first, v0 ^ v1 ^ v2 ^ v3)
  }

  @inlinable mutating func compress(_ word: UInt64) {
    v3 ^= word
    round()
    round()
    v0 ^= word
  }

  @inlinable @inline(__always)
  mutating func round() {
    v0 &+= v1
    v2 &+= v3
    v1 = Self.rotate(v1, 13) ^ v0
    v3 = Self.rotate(v3, 16) ^ v2
    v0 = Self.rotate(v0, 32)
    v2 &+= v1
    v0 &+= v3
    v1 = Self.rotate(v1, 17) ^ v2
    v3 = Self.rotate(v3, 21) ^ v0
    v2 = Self.rotate(v2, 32)
  }

  @inlinable @inline(__always)
  static func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 {
    word &<< count | word &>> (64 &- count)
  }
}
