/// Multiplication by one multiplier of the transform, and the butterflies that use it.
///
/// This is the one loop that every byte of a blob passes a dozen times. It works on raw pointers
/// because four elements are handled per word: with spans, each word would pay three checks.
/// Callers reach it through `ReedSolomonCode`, which checks the extent of its buffers once.
struct SkewProduct {
  /// The products of the multiplier with every low byte, then with every high byte.
  private var low = InlineArray<256, UInt16>(repeating: 0)
  private var high = InlineArray<256, UInt16>(repeating: 0)
  /// Whether the multiplier is zero, so that there is nothing to multiply.
  private(set) var isZero = true

  /// Turns to the multiplier at `position` of the transform.
  @inline(never)
  mutating func load(position: Int, from products: Span<UInt16>) {
    let base = position * 16
    isZero = products[base] == 0
    if isZero { return }
    for bit in 0..<8 {
      let lowProduct = products[base + bit]
      let highProduct = products[base + 8 + bit]
      for index in 0..<(1 << bit) {
        low[index + 1 << bit] = low[index] ^ lowProduct
        high[index + 1 << bit] = high[index] ^ highProduct
      }
    }
  }

  @inline(__always)
  private func times(_ word: UInt64) -> UInt64 {
    @inline(__always) func lane(_ shift: UInt64) -> UInt64 {
      let element = UInt16(truncatingIfNeeded: word &>> shift)
      return UInt64(
        low[Int(UInt8(truncatingIfNeeded: element))]
          ^ high[Int(UInt8(truncatingIfNeeded: element &>> 8))]) &<< shift
    }
    return lane(0) | lane(16) | lane(32) | lane(48)
  }

  /// One step of the inverse transform over `byteCount` bytes (a multiple of eight):
  /// `second ^= first`, then `first ^= second × multiplier`.
  @inline(never)
  @unsafe
  func combine(
    _ first: UnsafeMutableRawPointer, _ second: UnsafeMutableRawPointer, byteCount: Int
  ) {
    for offset in stride(from: 0, to: byteCount, by: 8) {
      var left = unsafe first.load(fromByteOffset: offset, as: UInt64.self)
      var right = unsafe second.load(fromByteOffset: offset, as: UInt64.self)
      right ^= left
      unsafe second.storeBytes(of: right, toByteOffset: offset, as: UInt64.self)
      if isZero { continue }
      left ^= times(right)
      unsafe first.storeBytes(of: left, toByteOffset: offset, as: UInt64.self)
    }
  }

  /// One step of the forward transform over `byteCount` bytes (a multiple of eight):
  /// `first ^= second × multiplier`, then `second ^= first`.
  @inline(never)
  @unsafe
  func separate(
    _ first: UnsafeMutableRawPointer, _ second: UnsafeMutableRawPointer, byteCount: Int
  ) {
    for offset in stride(from: 0, to: byteCount, by: 8) {
      var left = unsafe first.load(fromByteOffset: offset, as: UInt64.self)
      var right = unsafe second.load(fromByteOffset: offset, as: UInt64.self)
      if !isZero {
        left ^= times(right)
        unsafe first.storeBytes(of: left, toByteOffset: offset, as: UInt64.self)
      }
      right ^= left
      unsafe second.storeBytes(of: right, toByteOffset: offset, as: UInt64.self)
    }
  }
}
