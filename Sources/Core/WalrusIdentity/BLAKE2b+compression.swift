extension BLAKE2b {
  /// The eight chaining words between blocks.
  struct State {
    private var h0: UInt64 = 0x6a09_e667_f3bc_c908 ^ 0x0101_0020
    private var h1: UInt64 = 0xbb67_ae85_84ca_a73b
    private var h2: UInt64 = 0x3c6e_f372_fe94_f82b
    private var h3: UInt64 = 0xa54f_f53a_5f1d_36f1
    private var h4: UInt64 = 0x510e_527f_ade6_82d1
    private var h5: UInt64 = 0x9b05_688c_2b3e_6c1f
    private var h6: UInt64 = 0x1f83_d9ab_fb41_bd6b
    private var h7: UInt64 = 0x5be0_cd19_137e_2179

    /// The digest, once the last block has been compressed.
    @inline(__always)
    var digest: Bytes32 { Bytes32(words: (h0, h1, h2, h3)) }

    /// Mixes in one block; `count` is the number of message bytes so far, this block included.
    @inline(__always)
    mutating func compress(_ m: Block, count: UInt64, isLast: Bool) {
      var v = Rounds(
        a0: h0, a1: h1, a2: h2, a3: h3, b0: h4, b1: h5, b2: h6, b3: h7,
        c0: 0x6a09_e667_f3bc_c908, c1: 0xbb67_ae85_84ca_a73b,
        c2: 0x3c6e_f372_fe94_f82b, c3: 0xa54f_f53a_5f1d_36f1,
        d0: 0x510e_527f_ade6_82d1 ^ count, d1: 0x9b05_688c_2b3e_6c1f,
        d2: 0x1f83_d9ab_fb41_bd6b ^ (isLast ? .max : 0), d3: 0x5be0_cd19_137e_2179)
      v.columns(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7])
      v.diagonals(m[8], m[9], m[10], m[11], m[12], m[13], m[14], m[15])
      v.columns(m[14], m[10], m[4], m[8], m[9], m[15], m[13], m[6])
      v.diagonals(m[1], m[12], m[0], m[2], m[11], m[7], m[5], m[3])
      v.columns(m[11], m[8], m[12], m[0], m[5], m[2], m[15], m[13])
      v.diagonals(m[10], m[14], m[3], m[6], m[7], m[1], m[9], m[4])
      v.columns(m[7], m[9], m[3], m[1], m[13], m[12], m[11], m[14])
      v.diagonals(m[2], m[6], m[5], m[10], m[4], m[0], m[15], m[8])
      v.columns(m[9], m[0], m[5], m[7], m[2], m[4], m[10], m[15])
      v.diagonals(m[14], m[1], m[11], m[12], m[6], m[8], m[3], m[13])
      v.columns(m[2], m[12], m[6], m[10], m[0], m[11], m[8], m[3])
      v.diagonals(m[4], m[13], m[7], m[5], m[15], m[14], m[1], m[9])
      v.columns(m[12], m[5], m[1], m[15], m[14], m[13], m[4], m[10])
      v.diagonals(m[0], m[7], m[6], m[3], m[9], m[2], m[8], m[11])
      v.columns(m[13], m[11], m[7], m[14], m[12], m[1], m[3], m[9])
      v.diagonals(m[5], m[0], m[15], m[4], m[8], m[6], m[2], m[10])
      v.columns(m[6], m[15], m[14], m[9], m[11], m[3], m[0], m[8])
      v.diagonals(m[12], m[2], m[13], m[7], m[1], m[4], m[10], m[5])
      v.columns(m[10], m[2], m[8], m[4], m[7], m[6], m[1], m[5])
      v.diagonals(m[15], m[11], m[9], m[14], m[3], m[12], m[13], m[0])
      v.columns(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7])
      v.diagonals(m[8], m[9], m[10], m[11], m[12], m[13], m[14], m[15])
      v.columns(m[14], m[10], m[4], m[8], m[9], m[15], m[13], m[6])
      v.diagonals(m[1], m[12], m[0], m[2], m[11], m[7], m[5], m[3])
      h0 ^= v.a0 ^ v.c0
      h1 ^= v.a1 ^ v.c1
      h2 ^= v.a2 ^ v.c2
      h3 ^= v.a3 ^ v.c3
      h4 ^= v.b0 ^ v.d0
      h5 ^= v.b1 ^ v.d1
      h6 ^= v.b2 ^ v.d2
      h7 ^= v.b3 ^ v.d3
    }
  }

  /// The four by four working words of a compression, named by row and column.
  struct Rounds {
    var a0, a1, a2, a3: UInt64
    var b0, b1, b2, b3: UInt64
    var c0, c1, c2, c3: UInt64
    var d0, d1, d2, d3: UInt64

    @inline(__always)
    mutating func columns(
      _ m0: UInt64, _ m1: UInt64, _ m2: UInt64, _ m3: UInt64,
      _ m4: UInt64, _ m5: UInt64, _ m6: UInt64, _ m7: UInt64
    ) {
      mix(&a0, &b0, &c0, &d0, m0, m1)
      mix(&a1, &b1, &c1, &d1, m2, m3)
      mix(&a2, &b2, &c2, &d2, m4, m5)
      mix(&a3, &b3, &c3, &d3, m6, m7)
    }

    @inline(__always)
    mutating func diagonals(
      _ m0: UInt64, _ m1: UInt64, _ m2: UInt64, _ m3: UInt64,
      _ m4: UInt64, _ m5: UInt64, _ m6: UInt64, _ m7: UInt64
    ) {
      mix(&a0, &b1, &c2, &d3, m0, m1)
      mix(&a1, &b2, &c3, &d0, m2, m3)
      mix(&a2, &b3, &c0, &d1, m4, m5)
      mix(&a3, &b0, &c1, &d2, m6, m7)
    }
  }
}

/// The mixing function G of RFC 7693 §3.1. Free of any instance, so that its four `inout`
/// words may be parts of one value.
@inline(__always)
private func mix(
  _ a: inout UInt64, _ b: inout UInt64, _ c: inout UInt64, _ d: inout UInt64,
  _ x: UInt64, _ y: UInt64
) {
  a = a &+ b &+ x
  d = rotate(d ^ a, 32)
  c = c &+ d
  b = rotate(b ^ c, 24)
  a = a &+ b &+ y
  d = rotate(d ^ a, 16)
  c = c &+ d
  b = rotate(b ^ c, 63)
}

@inline(__always)
private func rotate(_ word: UInt64, _ count: UInt64) -> UInt64 {
  word &>> count | word &<< (64 - count)
}
