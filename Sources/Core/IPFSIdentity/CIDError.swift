/// What is wrong with the text or the bytes of a CID, precisely enough to tell a caller.
package enum CIDError: Error, Hashable, Sendable {
  /// The parts of the binary form.
  package enum Part: String, Hashable, Sendable {
    case version
    case codec
    case function = "hash function"
    case digestLength = "digest length"
    case digest
  }

  /// The text has no characters.
  case empty
  /// The text stands for more bytes than any CID has.
  case tooLong(characters: Int)
  /// The text begins with `Qm` but has not the 46 characters of version 0.
  case wrongLength(found: Int, expected: Int)
  /// The first character names no encoding that is read here.
  case unknownEncoding(character: UInt8)
  /// The byte at `offset` is outside the encoding's alphabet.
  case foreignCharacter(Multibase, character: UInt8, offset: Int)
  /// No bytes are encoded in so many characters.
  case impossibleLength(Multibase, characters: Int)
  /// The last character carries bits that no bytes have: another text stands for the same bytes.
  case notCanonical(Multibase, character: UInt8, offset: Int)
  /// The bytes end inside this part.
  case truncated(Part)
  /// The integer of this part goes on after nine bytes.
  case integerTooLong(Part)
  /// The integer of this part could be written in fewer bytes.
  case integerNotMinimal(Part)
  /// A version other than 1.
  case unknownVersion(UInt64)
  /// A CID of version 0 behind a prefix that only later versions have.
  case prefixedVersionZero
  /// The CID names a key of libp2p, not content.
  case namesKey
  /// The digest has another length than its function gives.
  case wrongDigestLength(MultihashFunction, found: UInt64)
  /// So many bytes follow after the digest.
  case trailingBytes(Int)
}

extension CIDError: CustomStringConvertible {
  /// One sentence without a full stop, safe to send to a client: stray bytes appear as printable
  /// ASCII or as a hexadecimal number.
  package var description: String {
    switch self {
    case .empty: "it is empty"
    case .tooLong(let characters): "\(characters) characters are more than any CID has"
    case .wrongLength(let found, let expected):
      "wrong length: \(found) characters beginning with Qm, expected \(expected)"
    case .unknownEncoding(let character):
      "it begins with \(Self.quoted(character)), expected Qm or one of "
        + "b (base32), z (base58btc), k (base36), f (base16)"
    case .foreignCharacter(let base, let character, let offset):
      "character \(Self.quoted(character)) at offset \(offset) is not \(base)"
    case .impossibleLength(let base, let characters):
      "\(characters) characters are the length of nothing in \(base)"
    case .notCanonical(let base, let character, let offset):
      "last character \(Self.quoted(character)) at offset \(offset) is not canonical \(base): "
        + "its unused low bits must be zero"
    case .truncated(let part): "it ends inside its \(part.rawValue)"
    case .integerTooLong(let part): "the integer of its \(part.rawValue) is longer than 9 bytes"
    case .integerNotMinimal(let part):
      "the integer of its \(part.rawValue) is not written in as few bytes as possible"
    case .unknownVersion(let version): "unknown version \(version), expected 1"
    case .prefixedVersionZero: "version 0 has no prefix: write it as Qm…"
    case .namesKey: "it names a key of libp2p (IPNS), not content"
    case .wrongDigestLength(let function, let found):
      "a digest of \(found) bytes, where \(function) has \(Self.text(function.digestByteCounts))"
    case .trailingBytes(let count): "\(count) bytes follow after its digest"
    }
  }

  private static func text(_ counts: ClosedRange<Int>) -> String {
    counts.count == 1 ? "\(counts.lowerBound)" : "\(counts.lowerBound) to \(counts.upperBound)"
  }

  private static func quoted(_ byte: UInt8) -> String {
    guard (0x21...0x7e).contains(byte) else {
      return "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return "'\(Character(Unicode.Scalar(byte)))'"
  }
}
