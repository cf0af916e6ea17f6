/// How the bytes of a symbol stand for elements of the field, and the way there and back.
///
/// A block of 64 bytes holds 32 elements: their low bytes, then their high bytes. A shorter last
/// block is halved in the same way. Packed, each element is one 16-bit little-endian lane; the
/// order of the lanes is our own, since every lane is coded by itself.
enum SymbolLayout {
  private static let evenBytes: UInt64 = 0x00ff_00ff_00ff_00ff

  /// Writes the packed form of the symbol `source` (an even number of bytes) to `target` at
  /// `offset`.
  static func pack(_ source: RawSpan, into target: inout MutableRawSpan, at offset: Int) {
    precondition(offset >= 0 && offset + source.byteCount <= target.byteCount)
    unsafe source.withUnsafeBytes { source in
      unsafe target.withUnsafeMutableBytes { target in
        if let from = source.baseAddress, let to = target.baseAddress {
          unsafe pack(from, to: to + offset, byteCount: source.count)
        }
      }
    }
  }

  /// Writes the plain form of the packed symbol `source` to `target` at `offset`.
  static func unpack(_ source: RawSpan, into target: inout MutableRawSpan, at offset: Int) {
    precondition(offset >= 0 && offset + source.byteCount <= target.byteCount)
    unsafe source.withUnsafeBytes { source in
      unsafe target.withUnsafeMutableBytes { target in
        if let from = source.baseAddress, let to = target.baseAddress {
          unsafe unpack(from, to: to + offset, byteCount: source.count)
        }
      }
    }
  }

  // The extents are checked above, once per symbol; the loops below go word by word.

  private static func pack(
    _ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, byteCount: Int
  ) {
    var block = 0
    while block < byteCount {
      let half = min(64, byteCount - block) / 2
      var index = 0
      while index + 8 <= half {
        let low = unsafe source.loadUnaligned(fromByteOffset: block + index, as: UInt64.self)
        let high = unsafe source.loadUnaligned(
          fromByteOffset: block + half + index, as: UInt64.self)
        let even = low & evenBytes | (high & evenBytes) &<< 8
        let odd = (low &>> 8) & evenBytes | high & ~evenBytes
        unsafe target.storeBytes(of: even, toByteOffset: block + index * 2, as: UInt64.self)
        unsafe target.storeBytes(of: odd, toByteOffset: block + index * 2 + 8, as: UInt64.self)
        index += 8
      }
      while index < half {
        let low = unsafe source.load(fromByteOffset: block + index, as: UInt8.self)
        let high = unsafe source.load(fromByteOffset: block + half + index, as: UInt8.self)
        unsafe target.storeBytes(of: low, toByteOffset: block + index * 2, as: UInt8.self)
        unsafe target.storeBytes(of: high, toByteOffset: block + index * 2 + 1, as: UInt8.self)
        index += 1
      }
      block += 64
    }
  }

  private static func unpack(
    _ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, byteCount: Int
  ) {
    var block = 0
    while block < byteCount {
      let half = min(64, byteCount - block) / 2
      var index = 0
      while index + 8 <= half {
        let even = unsafe source.loadUnaligned(fromByteOffset: block + index * 2, as: UInt64.self)
        let odd = unsafe source.loadUnaligned(
          fromByteOffset: block + index * 2 + 8, as: UInt64.self)
        let low = even & evenBytes | (odd & evenBytes) &<< 8
        let high = (even &>> 8) & evenBytes | odd & ~evenBytes
        unsafe target.storeBytes(of: low, toByteOffset: block + index, as: UInt64.self)
        unsafe target.storeBytes(of: high, toByteOffset: block + half + index, as: UInt64.self)
        index += 8
      }
      while index < half {
        let low = unsafe source.load(fromByteOffset: block + index * 2, as: UInt8.self)
        let high = unsafe source.load(fromByteOffset: block + index * 2 + 1, as: UInt8.self)
        unsafe target.storeBytes(of: low, toByteOffset: block + index, as: UInt8.self)
        unsafe target.storeBytes(of: high, toByteOffset: block + half + index, as: UInt8.self)
        index += 1
      }
      block += 64
    }
  }
}
