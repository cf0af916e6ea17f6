/// Unsigned integers in groups of seven bits, the lowest first, as all multiformats write them:
/// in as few bytes as possible and nine at most.
enum UnsignedVarint {
  /// The most bytes of an integer.
  static let byteCountMax = 9

  /// Why bytes are no integer.
  enum Fault: Error {
    /// They end inside it.
    case truncated
    /// It goes on after nine bytes.
    case tooLong
    /// Its last byte adds nothing.
    case notMinimal
  }

  /// Reads an integer from `position` on and moves that behind it.
  static func read(
    _ bytes: Span<UInt8>, at position: inout Int, upTo end: Int
  ) throws(Fault) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<byteCountMax {
      guard position < end else { throw .truncated }
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7f) << UInt64(index * 7)
      guard byte & 0x80 == 0 else { continue }
      if byte == 0 && index > 0 { throw .notMinimal }
      return value
    }
    throw .tooLong
  }

  /// Appends an integer of at most 63 bits.
  static func append(_ value: UInt64, to bytes: inout [UInt8]) {
    precondition(value >> 63 == 0, "an integer of more than nine bytes")
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
