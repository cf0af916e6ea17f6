import Glibc

/// A small random generator that gives the same sequence for the same seed (Steele, Lea,
/// Flood 2014), so that a failing random test can be run again.
package struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// What the sequence started from.
  package let seed: UInt64

  /// The sequence of a seed.
  package init(seed: UInt64) {
    self.seed = seed
    state = seed
  }

  /// A generator with a fresh seed, which it prints; `FLOE_TEST_SEED` fixes it.
  package static func announced(_ test: String = #function) -> SplitMix64 {
    let given = getenv("FLOE_TEST_SEED").flatMap { UInt64(String(cString: $0)) }
    let seed = given ?? UInt64.random(in: 0..<(1 << 32))
    print("\(test): seed \(seed); FLOE_TEST_SEED=\(seed) runs it again")
    return SplitMix64(seed: seed)
  }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// That many random bytes.
  package mutating func bytes(_ count: Int) -> [UInt8] {
    var bytes = [UInt8]()
    bytes.reserveCapacity(count + 7)
    while bytes.count < count {
      var word = next()
      for _ in 0..<8 {
        bytes.append(UInt8(truncatingIfNeeded: word))
        word >>= 8
      }
    }
    bytes.removeLast(bytes.count - count)
    return bytes
  }
}
