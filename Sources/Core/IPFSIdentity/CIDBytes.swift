/// A CID in its binary form, held in place: what is needed to look content up, read without
/// allocating.
///
/// Version 0 is `Qm` and 44 more characters of base58btc, and means SHA-256 of a DAG-PB block.
/// Version 1 is a prefix that names an encoding, and then version, codec and multihash. A CID of
/// either version has the same parts, so both find the same content.
package struct CIDBytes: Sendable {
  /// The characters of version 0.
  package static let textLengthOfVersionZero = 46
  /// The fewest characters of version 1: four bytes in base58btc or base36.
  package static let textLengthMin = 6

  /// What the block is encoded in.
  package let codec: Multicodec
  /// What the digest was computed with.
  package let function: MultihashFunction
  private let storage: Multibase.Bytes
  private let digestRange: Range<Int>

  /// Whether a text begins as a CID does and is long enough to be one: for telling a malformed CID
  /// from a malformed name of another kind.
  package static func resembles(_ text: Span<UInt8>) -> Bool {
    if text.count >= 2, text[0] == UInt8(ascii: "Q"), text[1] == UInt8(ascii: "m") { return true }
    return text.count >= textLengthMin && Multibase(prefix: text[0]) != nil
  }

  /// Parses the text of a CID.
  package init(parsing text: Span<UInt8>) throws(CIDError) {
    guard let first = text.count > 0 ? text[0] : nil else { throw .empty }
    var bytes = Multibase.Bytes(repeating: 0)
    if first == UInt8(ascii: "Q"), text.count > 1, text[1] == UInt8(ascii: "m") {
      guard text.count == Self.textLengthOfVersionZero else {
        throw .wrongLength(found: text.count, expected: Self.textLengthOfVersionZero)
      }
      // These 46 characters stand for 34 bytes that begin with the function and the length.
      let count = try Multibase.base58btc.decode(text, from: 0, into: &bytes)
      try self.init(bytes, count: count)
      return
    }
    guard let base = Multibase(prefix: first) else { throw .unknownEncoding(character: first) }
    let count = try base.decode(text, from: 1, into: &bytes)
    if count > 0 && bytes[0] == 0x12 { throw .prefixedVersionZero }
    try self.init(bytes, count: count)
  }

  /// Reads the binary form, as links of other blocks have it.
  init(binary: Span<UInt8>) throws(CIDError) {
    guard binary.count <= Multibase.byteCountMax else { throw .tooLong(characters: binary.count) }
    var bytes = Multibase.Bytes(repeating: 0)
    for index in binary.indices { bytes[index] = binary[index] }
    try self.init(bytes, count: binary.count)
  }

  private init(_ bytes: Multibase.Bytes, count: Int) throws(CIDError) {
    let span = bytes.span
    var position = 0
    if count == 34, span[0] == 0x12, span[1] == 32 {
      codec = .dagPB
    } else {
      let version = try Self.integer(span, &position, count, .version)
      guard version == 1 else { throw .unknownVersion(version) }
      codec = Multicodec(code: try Self.integer(span, &position, count, .codec))
      guard codec != .libp2pKey else { throw .namesKey }
    }
    function = MultihashFunction(code: try Self.integer(span, &position, count, .function))
    let length = try Self.integer(span, &position, count, .digestLength)
    guard let digestCount = Int(exactly: length), function.digestByteCounts.contains(digestCount)
    else { throw .wrongDigestLength(function, found: length) }
    guard position + digestCount <= count else { throw .truncated(.digest) }
    digestRange = position..<position + digestCount
    guard digestRange.upperBound == count else {
      throw .trailingBytes(count - digestRange.upperBound)
    }
    storage = bytes
  }

  private static func integer(
    _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int, _ part: CIDError.Part
  ) throws(CIDError) -> UInt64 {
    do throws(UnsignedVarint.Fault) {
      return try UnsignedVarint.read(bytes, at: &position, upTo: end)
    } catch {
      switch error {
      case .truncated: throw .truncated(part)
      case .tooLong: throw .integerTooLong(part)
      case .notMinimal: throw .integerNotMinimal(part)
      }
    }
  }

  /// The digest, or the content itself where the function is `identity`.
  package var digest: Span<UInt8> {
    @_lifetime(borrow self) get { storage.span.extracting(digestRange) }
  }
}
