/// An encoding of bytes as text that its first character names.
///
/// Letters of either case are read where the alphabet has one case only, as the published test
/// vectors ask for; everything else has exactly one text.
package enum Multibase: Hashable, Sendable {
  /// Hexadecimal digits: `f` or `F`.
  case base16
  /// RFC 4648 §6 without padding: `b` or `B`.
  case base32
  /// Digits and letters as one large number: `k` or `K`.
  case base36
  /// The alphabet of Bitcoin as one large number: `z`.
  case base58btc

  /// The encoding that a first character names.
  init?(prefix: UInt8) {
    switch prefix {
    case UInt8(ascii: "f"), UInt8(ascii: "F"): self = .base16
    case UInt8(ascii: "b"), UInt8(ascii: "B"): self = .base32
    case UInt8(ascii: "k"), UInt8(ascii: "K"): self = .base36
    case UInt8(ascii: "z"): self = .base58btc
    default: return nil
    }
  }

  /// Bytes in place, as many as a CID can have.
  typealias Bytes = InlineArray<152, UInt8>

  /// The most bytes that are decoded.
  static let byteCountMax = 152

  /// Decodes the characters from `start` on into `bytes`; how many there are. Nothing allocates.
  func decode(
    _ text: Span<UInt8>, from start: Int, into bytes: inout Bytes
  ) throws(CIDError) -> Int {
    switch self {
    case .base16:
      try decodeBits(text, from: start, bitsEach: 4, into: &bytes) { alphanumericValues[Int($0)] }
    case .base32:
      try decodeBits(text, from: start, bitsEach: 5, into: &bytes) { base32Values[Int($0)] }
    // As many digits at a time as fit into 32 bits.
    case .base36:
      try decodeNumber(text, from: start, radix: 36, group: 6, into: &bytes) {
        alphanumericValues[Int($0)]
      }
    case .base58btc:
      try decodeNumber(text, from: start, radix: 58, group: 5, into: &bytes) {
        base58Values[Int($0)]
      }
    }
  }

  @inline(__always)
  private func decodeBits(
    _ text: Span<UInt8>, from start: Int, bitsEach: Int, into bytes: inout Bytes,
    value: (UInt8) -> UInt8
  ) throws(CIDError) -> Int {
    let bitCount = (text.count - start) * bitsEach
    guard bitCount / 8 <= Self.byteCountMax else { throw .tooLong(characters: text.count) }
    guard bitCount % 8 < bitsEach else {
      throw .impossibleLength(self, characters: text.count - start)
    }
    var (count, bits, pending) = (0, UInt32(0), 0)
    for offset in start..<text.count {
      let digit = UInt32(value(text[offset]))
      guard digit >> UInt32(bitsEach) == 0 else { throw foreign(text, offset) }
      bits = bits << UInt32(bitsEach) | digit
      pending += bitsEach
      if pending >= 8 {
        pending -= 8
        bytes[count] = UInt8(truncatingIfNeeded: bits >> UInt32(pending))
        count += 1
      }
    }
    guard bits & (1 << UInt32(pending) - 1) == 0 else {
      throw .notCanonical(self, character: text[text.count - 1], offset: text.count - 1)
    }
    return count
  }

  /// Reads the text as one number: limbs of 32 bits, the lowest first, multiplied by as many
  /// digits at once as fit into one. Each leading zero digit is a byte of zeros.
  @inline(__always)
  private func decodeNumber(
    _ text: Span<UInt8>, from start: Int, radix: UInt64, group: Int, into bytes: inout Bytes,
    value: (UInt8) -> UInt8
  ) throws(CIDError) -> Int {
    var limbs = InlineArray<38, UInt32>(repeating: 0)
    var limbCount = 0
    var zeroCount = 0
    var offset = start
    while offset < text.count {
      let end = min(offset + group, text.count)
      var (scale, carry) = (UInt64(1), UInt64(0))
      while offset < end {
        let digit = UInt64(value(text[offset]))
        guard digit < radix else { throw foreign(text, offset) }
        if digit == 0 && zeroCount == offset - start { zeroCount += 1 }
        carry = carry * radix + digit
        scale *= radix
        offset += 1
      }
      for index in 0..<limbCount {
        let product = UInt64(limbs[index]) * scale + carry
        limbs[index] = UInt32(truncatingIfNeeded: product)
        carry = product >> 32
      }
      if carry > 0 {
        guard limbCount < limbs.count else { throw .tooLong(characters: text.count) }
        limbs[limbCount] = UInt32(carry)
        limbCount += 1
      }
    }
    let width = limbCount == 0 ? 0 : limbCount * 4 - limbs[limbCount - 1].leadingZeroBitCount / 8
    guard zeroCount + width <= Self.byteCountMax else { throw .tooLong(characters: text.count) }
    for index in 0..<width {
      let place = width - 1 - index
      bytes[zeroCount + index] = UInt8(
        truncatingIfNeeded: limbs[place / 4] >> UInt32(place % 4 * 8))
    }
    return zeroCount + width
  }

  private func foreign(_ text: Span<UInt8>, _ offset: Int) -> CIDError {
    .foreignCharacter(self, character: text[offset], offset: offset)
  }

  /// Appends the text of `bytes` in base32 without its prefix.
  static func appendBase32(_ bytes: [UInt8], to text: inout String) {
    var (bits, pending) = (UInt32(0), UInt32(0))
    func append(_ value: UInt32) {
      let digit = UInt8(value & 31)
      text.unicodeScalars.append(Unicode.Scalar(digit < 26 ? digit + 97 : digit - 26 + 0x32))
    }
    for byte in bytes {
      bits = bits << 8 | UInt32(byte)
      pending += 8
      while pending >= 5 {
        pending -= 5
        append(bits >> pending)
      }
    }
    if pending > 0 { append(bits << (5 - pending)) }
  }
}

extension Multibase: CustomStringConvertible {
  /// The name in the table of encodings.
  package var description: String {
    switch self {
    case .base16: "base16"
    case .base32: "base32"
    case .base36: "base36"
    case .base58btc: "base58btc"
    }
  }
}

// The value of each digit, 255 for what is none. Literals, so that the compiler lays them out as
// constants: no first-use check on the hot path.

private let base58Values: InlineArray<256, UInt8> = [
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 0, 1, 2, 3, 4, 5, 6, 7, 8, 255, 255, 255, 255, 255, 255,
  255, 9, 10, 11, 12, 13, 14, 15, 16, 255, 17, 18, 19, 20, 21, 255,
  22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 255, 255, 255, 255, 255,
  255, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 255, 44, 45, 46,
  47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
]

private let alphanumericValues: InlineArray<256, UInt8> = [
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 255, 255, 255, 255, 255, 255,
  255, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
  25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 255, 255, 255, 255, 255,
  255, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
  25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
]

private let base32Values: InlineArray<256, UInt8> = [
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 26, 27, 28, 29, 30, 31, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
  15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 255, 255, 255, 255, 255,
  255, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
  15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
]
