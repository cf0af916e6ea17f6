/// The identifier of a Walrus blob: 32 bytes that commit to its content, written as 43 characters
/// of base64url.
package struct BlobID: Hashable, Sendable {
  /// The number of bytes of the raw form.
  package static let byteCount = 32
  /// The number of characters of the text form.
  package static let textLength = 43

  /// The raw form.
  @usableFromInline package let raw: Bytes32

  /// The identifier with this raw form.
  @inlinable
  package init(raw: Bytes32) {
    self.raw = raw
  }

  /// The identifier whose bytes are these four little-endian words.
  @inlinable
  package init(words: (UInt64, UInt64, UInt64, UInt64)) {
    raw = Bytes32(words: words)
  }

  /// The identifier with exactly these 32 bytes.
  package init(bytes: Span<UInt8>) throws(IdentifierError) {
    raw = try Bytes32(bytes)
  }

  /// Parses exactly 43 characters of canonical base64url, without allocating.
  package init(parsing text: Span<UInt8>) throws(IdentifierError) {
    guard text.count == Self.textLength else {
      throw .wrongLength(found: text.count, expected: Self.textLength)
    }
    let bytes = try InlineArray<32, UInt8> { output throws(IdentifierError) in
      try Base64URL.decode(text, into: &output)
    }
    raw = Bytes32(bytes.span, at: 0)
  }

  /// Parses exactly 43 characters of canonical base64url.
  package init(_ text: String) throws(IdentifierError) {
    try self.init(parsing: text.utf8.span)
  }

  /// The four little-endian words. An identifier is a digest, so each is a fair hash by itself.
  @inlinable
  package var words: (UInt64, UInt64, UInt64, UInt64) { raw.words }

  /// The 32 bytes as an array.
  package var bytes: [UInt8] { raw.bytes }

  /// Appends the 43 characters to `output`, which must have room for them.
  package func write(into output: inout OutputSpan<UInt8>) {
    let bytes = InlineArray<32, UInt8> { raw[$0] }
    Base64URL.encode(bytes.span, into: &output)
  }
}

extension BlobID: CustomStringConvertible {
  /// The 43 characters.
  package var description: String {
    let text = [UInt8](capacity: Self.textLength) { output in write(into: &output) }
    return String(decoding: text, as: UTF8.self)
  }
}
