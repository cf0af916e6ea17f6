/// Eight bytes examined at once inside one 64-bit word.
///
/// Each test returns a word in which the top bit of a lane marks a hit. Borrows can mark lanes
/// *above* a true hit falsely, never below it: whether any bit is set, and the lowest set bit, are
/// exact; the rest is not. (SIMD types with `any(mask)` compile to thirty times as many
/// instructions on baseline x86-64.)
@usableFromInline package enum ByteLanes {
  @inlinable @inline(__always) static var ones: UInt64 { 0x0101_0101_0101_0101 }
  @inlinable @inline(__always) static var tops: UInt64 { 0x8080_8080_8080_8080 }

  /// The word with `byte` in every lane.
  @inlinable @inline(__always) package static func filled(_ byte: UInt8) -> UInt64 {
    ones &* UInt64(byte)
  }

  /// Marks the lanes that equal `byte`.
  @inlinable @inline(__always) package static func equal(_ word: UInt64, _ byte: UInt8) -> UInt64 {
    let difference = word ^ filled(byte)
    return (difference &- ones) & ~difference & tops
  }

  /// Marks the lanes below `bound`, which is at most 128.
  @inlinable @inline(__always) package static func below(_ word: UInt64, _ bound: UInt8) -> UInt64 {
    (word &- filled(bound)) & ~word & tops
  }

  /// Marks the lanes below 0x20 or equal to 0x7F.
  @inlinable @inline(__always) package static func controls(_ word: UInt64) -> UInt64 {
    let flipped = word ^ filled(0x7F)
    return (((word &- filled(0x20)) & ~word) | ((flipped &- ones) & ~flipped)) & tops
  }

  /// Marks the lanes in `range`, both ends included; every lane must be ASCII, and then every
  /// mark is exact.
  @inlinable @inline(__always)
  package static func within(_ word: UInt64, _ range: ClosedRange<UInt8>) -> UInt64 {
    (word &+ filled(0x80 &- range.lowerBound)) & ~(word &+ filled(0x7F &- range.upperBound)) & tops
  }

  /// Marks the lanes that are 0x7F or no ASCII.
  @inlinable @inline(__always) package static func beyondPrintable(_ word: UInt64) -> UInt64 {
    (word | (word &+ ones)) & tops
  }

  /// Whether every lane is marked.
  @inlinable @inline(__always) package static func all(_ marks: UInt64) -> Bool { marks == tops }

  /// Marks the lanes that are no ASCII.
  @inlinable @inline(__always) package static func beyondASCII(_ word: UInt64) -> UInt64 {
    word & tops
  }

  /// The index of the lowest marked lane; 8 when none is.
  @inlinable @inline(__always) package static func first(_ marks: UInt64) -> Int {
    marks.trailingZeroBitCount &>> 3
  }

  /// A mask that keeps the lowest `count` (0–8) lanes.
  @inlinable @inline(__always) package static func keep(_ count: Int) -> UInt64 {
    count >= 8 ? ~0 : (1 &<< UInt64(count &* 8)) &- 1
  }
}
