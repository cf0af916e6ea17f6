/// The random numbers behind ids and sampling: quick, evenly spread, and no secret (xoshiro256**).
package struct TraceRandom: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// A generator that begins where another's next four numbers say.
  package init(seededBy random: inout some RandomNumberGenerator) {
    // All zeros would stay zeros.
    state = (random.next() | 1, random.next(), random.next(), random.next())
  }

  package mutating func next() -> UInt64 {
    let result = Self.rotated(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = Self.rotated(state.3, by: 45)
    return result
  }

  /// The next number that is not zero.
  mutating func nextID() -> UInt64 {
    while true {
      let word = next()
      if word != 0 { return word }
    }
  }

  private static func rotated(_ word: UInt64, by count: UInt64) -> UInt64 {
    word << count | word >> (64 - count)
  }
}
