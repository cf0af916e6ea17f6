/// The identifier of one patch of a quilt: the quilt's blob id and the columns that the patch
/// covers, 37 bytes written as 50 characters of base64url.
package struct QuiltPatchID: Hashable, Sendable {
  /// The number of bytes of the raw form.
  package static let byteCount = 37
  /// The number of characters of the text form.
  package static let textLength = 50
  /// The version byte of the only format there is.
  package static let version: UInt8 = 1

  /// The blob id of the quilt that holds the patch.
  @usableFromInline package let quilt: BlobID
  /// The first column of the patch.
  @usableFromInline package let startColumn: UInt16
  /// The column after the last one of the patch; greater than `startColumn`.
  @usableFromInline package let endColumn: UInt16

  /// The patch of `quilt` in columns `startColumn` up to, not including, `endColumn`.
  package init(
    quilt: BlobID, startColumn: UInt16, endColumn: UInt16
  ) throws(IdentifierError) {
    guard startColumn < endColumn else {
      throw .noColumns(start: startColumn, end: endColumn)
    }
    self.quilt = quilt
    self.startColumn = startColumn
    self.endColumn = endColumn
  }

  /// The identifier with exactly these 37 bytes.
  package init(bytes: Span<UInt8>) throws(IdentifierError) {
    guard bytes.count == Self.byteCount else {
      throw .wrongByteCount(found: bytes.count, expected: Self.byteCount)
    }
    guard bytes[32] == Self.version else { throw .unknownPatchVersion(bytes[32]) }
    try self.init(
      quilt: BlobID(raw: Bytes32(bytes, at: 0)),
      startColumn: UInt16(bytes[33]) | UInt16(bytes[34]) << 8,
      endColumn: UInt16(bytes[35]) | UInt16(bytes[36]) << 8)
  }

  /// Parses exactly 50 characters of canonical base64url, without allocating.
  package init(parsing text: Span<UInt8>) throws(IdentifierError) {
    guard text.count == Self.textLength else {
      throw .wrongLength(found: text.count, expected: Self.textLength)
    }
    let bytes = try InlineArray<37, UInt8> { output throws(IdentifierError) in
      try Base64URL.decode(text, into: &output)
    }
    try self.init(bytes: bytes.span)
  }

  /// Parses exactly 50 characters of canonical base64url.
  package init(_ text: String) throws(IdentifierError) {
    try self.init(parsing: text.utf8.span)
  }

  /// The columns of the patch.
  package var columns: Range<Int> { Int(startColumn)..<Int(endColumn) }

  /// The 37 bytes as an array.
  package var bytes: [UInt8] {
    [UInt8](capacity: Self.byteCount) { output in writeBytes(into: &output) }
  }

  /// Appends the 50 characters to `output`, which must have room for them.
  package func write(into output: inout OutputSpan<UInt8>) {
    let bytes = InlineArray<37, UInt8> { output in writeBytes(into: &output) }
    Base64URL.encode(bytes.span, into: &output)
  }

  private func writeBytes(into output: inout OutputSpan<UInt8>) {
    quilt.raw.write(into: &output)
    output.append(Self.version)
    output.append(UInt8(truncatingIfNeeded: startColumn))
    output.append(UInt8(truncatingIfNeeded: startColumn >> 8))
    output.append(UInt8(truncatingIfNeeded: endColumn))
    output.append(UInt8(truncatingIfNeeded: endColumn >> 8))
  }
}

extension QuiltPatchID: CustomStringConvertible {
  /// The 50 characters.
  package var description: String {
    let text = [UInt8](capacity: Self.textLength) { output in write(into: &output) }
    return String(decoding: text, as: UTF8.self)
  }
}
