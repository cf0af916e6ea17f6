/// A content identifier of IPFS: what a block is encoded in, and the hash of its bytes.
///
/// Versions 0 and 1 of the same block are equal; the text written here is version 1 in base32.
package struct CID: Hashable, Sendable {
  /// What the block is encoded in.
  package let codec: Multicodec
  /// What the digest was computed with.
  package let function: MultihashFunction
  /// The digest, or the content itself where the function is `identity`.
  package let digest: [UInt8]

  /// Takes the parts of a CID out of its binary form.
  package init(_ bytes: borrowing CIDBytes) {
    codec = bytes.codec
    function = bytes.function
    let digest = bytes.digest
    self.digest = [UInt8](capacity: digest.count) { output in
      for index in digest.indices { output.append(digest[index]) }
    }
  }

  /// Parses the text of a CID of version 0 or 1.
  package init(parsing text: Span<UInt8>) throws(CIDError) {
    self.init(try CIDBytes(parsing: text))
  }

  /// Parses the text of a CID of version 0 or 1.
  package init(_ text: String) throws(CIDError) {
    try self.init(parsing: text.utf8.span)
  }

  /// The binary form of version 1.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = [1]
    UnsignedVarint.append(codec.code, to: &bytes)
    UnsignedVarint.append(function.code, to: &bytes)
    UnsignedVarint.append(UInt64(digest.count), to: &bytes)
    return bytes + digest
  }
}

extension CID: CustomStringConvertible {
  /// The canonical text: version 1 in base32, small letters.
  package var description: String {
    var text = "b"
    Multibase.appendBase32(bytes, to: &text)
    return text
  }
}
