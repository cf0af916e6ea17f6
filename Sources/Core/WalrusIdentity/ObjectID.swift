/// The identifier of an object on Sui: 32 bytes, written as `0x` and hexadecimal digits.
///
/// Sui accepts from 1 to 64 digits of either case and fills up with zeros on the left; the text
/// written here always has 64 lower-case digits.
package struct ObjectID: Hashable, Sendable {
  /// The number of bytes of the raw form.
  package static let byteCount = 32
  /// The number of characters of the text form that is written.
  package static let textLength = 66

  /// The raw form.
  @usableFromInline package let raw: Bytes32

  /// The identifier with this raw form.
  @inlinable
  package init(raw: Bytes32) {
    self.raw = raw
  }

  /// The identifier with exactly these 32 bytes.
  package init(bytes: Span<UInt8>) throws(IdentifierError) {
    raw = try Bytes32(bytes)
  }

  /// Parses `0x` and 1 to 64 hexadecimal digits, without allocating.
  package init(parsing text: Span<UInt8>) throws(IdentifierError) {
    guard text.count >= 2, text[0] == UInt8(ascii: "0"), text[1] == UInt8(ascii: "x") else {
      throw .missingHexPrefix
    }
    let digitCount = text.count - 2
    guard digitCount > 0 else { throw .noHexDigits }
    guard digitCount <= 64 else { throw .tooManyHexDigits(found: digitCount) }
    var bytes = InlineArray<32, UInt8>(repeating: 0)
    for offset in 2..<text.count {
      let character = text[offset]
      let value: UInt8
      switch character {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = character - 0x30
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = character - 0x57
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = character - 0x37
      default: throw .notHexadecimal(character: character, offset: offset)
      }
      let position = 64 - text.count + offset
      bytes[position / 2] |= position % 2 == 0 ? value << 4 : value
    }
    raw = Bytes32(bytes.span, at: 0)
  }

  /// Parses `0x` and 1 to 64 hexadecimal digits.
  package init(_ text: String) throws(IdentifierError) {
    try self.init(parsing: text.utf8.span)
  }

  /// The four little-endian words. An object id is a digest, so each is a fair hash by itself;
  /// the few system objects (`0x5`, `0x6`) differ in the last.
  @inlinable
  package var words: (UInt64, UInt64, UInt64, UInt64) { raw.words }

  /// The 32 bytes as an array.
  package var bytes: [UInt8] { raw.bytes }

  /// Appends the 66 characters to `output`, which must have room for them.
  package func write(into output: inout OutputSpan<UInt8>) {
    output.append(UInt8(ascii: "0"))
    output.append(UInt8(ascii: "x"))
    raw.writeHexadecimal(into: &output)
  }
}

extension ObjectID: CustomStringConvertible {
  /// `0x` and 64 lower-case digits.
  package var description: String { "0x" + raw.description }
}
