/// What is wrong with the text or the bytes of an identifier, precisely enough to tell a caller.
package enum IdentifierError: Error, Hashable, Sendable {
  /// The text has `found` characters (bytes of UTF-8) where `expected` are required.
  case wrongLength(found: Int, expected: Int)
  /// The byte at `offset` is outside the base64url alphabet of RFC 4648 §5.
  case notBase64URL(character: UInt8, offset: Int)
  /// The last character carries bits that no identifier has: another text names the same bytes.
  case notCanonical(character: UInt8, offset: Int)
  /// The raw form has `found` bytes where `expected` are required.
  case wrongByteCount(found: Int, expected: Int)
  /// A quilt patch id of a version other than 1.
  case unknownPatchVersion(UInt8)
  /// A quilt patch id whose first column is not before its end column.
  case noColumns(start: UInt16, end: UInt16)
  /// An object id that does not begin with `0x`.
  case missingHexPrefix
  /// An object id with nothing after `0x`.
  case noHexDigits
  /// An object id with more than 64 digits after `0x`.
  case tooManyHexDigits(found: Int)
  /// The byte at `offset` (counted from the start of the text) is not a hexadecimal digit.
  case notHexadecimal(character: UInt8, offset: Int)
}

extension IdentifierError: CustomStringConvertible {
  /// One sentence without a full stop, safe to send to a client: stray bytes appear as printable
  /// ASCII or as a hexadecimal number.
  package var description: String {
    switch self {
    case .wrongLength(let found, let expected):
      "wrong length: \(found) characters, expected \(expected)"
    case .notBase64URL(let character, let offset):
      "character \(Self.quoted(character)) at offset \(offset) is not base64url"
    case .notCanonical(let character, let offset):
      "last character \(Self.quoted(character)) at offset \(offset) is not canonical: "
        + "its unused low bits must be zero"
    case .wrongByteCount(let found, let expected):
      "wrong length: \(found) bytes, expected \(expected)"
    case .unknownPatchVersion(let version):
      "unknown quilt patch version \(version), expected 1"
    case .noColumns(let start, let end):
      "quilt patch covers no columns: start \(start), end \(end)"
    case .missingHexPrefix:
      "object id must begin with 0x"
    case .noHexDigits:
      "object id has no digits after 0x"
    case .tooManyHexDigits(let found):
      "object id has \(found) digits after 0x, at most 64 are allowed"
    case .notHexadecimal(let character, let offset):
      "character \(Self.quoted(character)) at offset \(offset) is not a hexadecimal digit"
    }
  }

  private static func quoted(_ byte: UInt8) -> String {
    guard (0x21...0x7e).contains(byte) else {
      return "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return "'\(Character(Unicode.Scalar(byte)))'"
  }
}
