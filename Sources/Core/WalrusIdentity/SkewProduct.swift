/// Multiplication by one multiplier of the transform, and the butterflies that use it.
///
/// This is the one loop that every byte of a blob passes a dozen times. It works on raw pointers
/// because four elements are handled per word: with spans, each word would pay three checks.
/// Callers reach it through `ReedSolomonCode`, which checks the extent of its buffers once.
struct SkewProduct {
  /// The products of the multiplier with the 256 low bytes, then with the 256 high bytes, four
  /// to a word.
  private var tables = [UInt64](repeating: 0, count: 128)
  /// Whether the multiplier is zero, so that there is nothing to multiply.
  private(set) var isZero = true

  /// Turns to the multiplier at `position` of the transform.
  @inline(never)
  mutating func load(position: Int, from products: Span<UInt16>) {
    let base = position * 16
    isZero = products[base] == 0
    if isZero { return }
    for half in 0..<2 {
      let lanes = base + half * 8
      let (first, second) = (UInt64(products[lanes]), UInt64(products[lanes + 1]))
      tables[half * 64] = first << 16 | second << 32 | (first ^ second) << 48
      // Doubling: the products of the indices with this highest bit follow from those below it.
      for bit in 2..<8 {
        let everywhere = UInt64(products[lanes + bit]) &* 0x0001_0001_0001_0001
        let count = 1 << (bit - 2)
        for index in half * 64..<half * 64 + count {
          tables[index + count] = tables[index] ^ everywhere
        }
      }
    }
  }

  @inline(__always)
  private static func times(_ word: UInt64, _ tables: UnsafeRawPointer) -> UInt64 {
    @inline(__always) func lane(_ shift: UInt64) -> UInt64 {
      // A byte indexes 256 entries of two bytes: it cannot leave its table.
      let low = unsafe tables.load(
        fromByteOffset: Int(word &>> shift & 0xff) * 2, as: UInt16.self)
      let high = unsafe tables.load(
        fromByteOffset: Int(word &>> (shift + 8) & 0xff) * 2 + 512, as: UInt16.self)
      return UInt64(low ^ high) &<< shift
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
    unsafe tables.withUnsafeBytes { tables in
      let tables = tables.baseAddress!
      var offset = 0
      while offset < byteCount {
        var left = unsafe first.load(fromByteOffset: offset, as: UInt64.self)
        var right = unsafe second.load(fromByteOffset: offset, as: UInt64.self)
        right ^= left
        unsafe second.storeBytes(of: right, toByteOffset: offset, as: UInt64.self)
        if !isZero {
          unsafe left ^= Self.times(right, tables)
          unsafe first.storeBytes(of: left, toByteOffset: offset, as: UInt64.self)
        }
        offset += 8
      }
    }
  }

  /// One step of the forward transform over `byteCount` bytes (a multiple of eight):
  /// `first ^= second × multiplier`, then `second ^= first`.
  @inline(never)
  @unsafe
  func separate(
    _ first: UnsafeMutableRawPointer, _ second: UnsafeMutableRawPointer, byteCount: Int
  ) {
    unsafe tables.withUnsafeBytes { tables in
      let tables = tables.baseAddress!
      var offset = 0
      while offset < byteCount {
        var left = unsafe first.load(fromByteOffset: offset, as: UInt64.self)
        var right = unsafe second.load(fromByteOffset: offset, as: UInt64.self)
        if !isZero {
          unsafe left ^= Self.times(right, tables)
          unsafe first.storeBytes(of: left, toByteOffset: offset, as: UInt64.self)
        }
        right ^= left
        unsafe second.storeBytes(of: right, toByteOffset: offset, as: UInt64.self)
        offset += 8
      }
    }
  }
}
