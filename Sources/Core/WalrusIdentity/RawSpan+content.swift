extension RawSpan {
  /// Whether both hold the same bytes.
  func hasSameBytes(as other: RawSpan) -> Bool {
    guard byteCount == other.byteCount else { return false }
    var offset = 0
    while offset + 8 <= byteCount {
      if word(at: offset) != other.word(at: offset) { return false }
      offset += 8
    }
    while offset < byteCount {
      if byte(at: offset) != other.byte(at: offset) { return false }
      offset += 1
    }
    return true
  }

  /// Whether every byte is zero.
  var isZero: Bool {
    var offset = 0
    while offset + 8 <= byteCount {
      if word(at: offset) != 0 { return false }
      offset += 8
    }
    while offset < byteCount {
      if byte(at: offset) != 0 { return false }
      offset += 1
    }
    return true
  }

  /// A number that equal bytes share, for finding candidates quickly; not a defence.
  var fingerprint: UInt64 {
    var mixed = UInt64(byteCount)
    var offset = 0
    while offset + 8 <= byteCount {
      mixed = (mixed ^ word(at: offset)) &* 0x9e37_79b9_7f4a_7c15
      mixed ^= mixed >> 29
      offset += 8
    }
    while offset < byteCount {
      mixed = (mixed ^ UInt64(byte(at: offset))) &* 0x9e37_79b9_7f4a_7c15
      mixed ^= mixed >> 29
      offset += 1
    }
    return mixed
  }

  /// The little-endian word of the eight bytes at `offset`, checked against the bounds.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    UInt64(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// The byte at `offset`, checked against the bounds.
  @inline(__always)
  func byte(at offset: Int) -> UInt8 {
    unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt8.self)
  }
}

extension MutableRawSpan {
  /// Copies `source` to `offset`.
  mutating func copy(_ source: RawSpan, at offset: Int) {
    precondition(offset >= 0 && offset + source.byteCount <= byteCount)
    unsafe source.withUnsafeBytes { source in
      unsafe withUnsafeMutableBytes { target in
        if let from = source.baseAddress, let to = target.baseAddress {
          unsafe (to + offset).copyMemory(from: from, byteCount: source.count)
        }
      }
    }
  }

  /// Fills `byteCount` bytes from `offset` on with zeros.
  mutating func clear(at offset: Int, byteCount count: Int) {
    precondition(offset >= 0 && count >= 0 && offset + count <= byteCount)
    unsafe withUnsafeMutableBytes { target in
      if let to = target.baseAddress {
        unsafe (to + offset).initializeMemory(as: UInt8.self, repeating: 0, count: count)
      }
    }
  }
}
