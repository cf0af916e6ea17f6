extension Quilt {
  /// Reads the index of a quilt out of its bytes. The patches themselves are not looked at before
  /// they are asked for; nothing in the bytes is trusted.
  package init(
    parsing bytes: [UInt8], encoding: BlobEncoding = .network
  ) throws(QuiltFormatError) {
    let (index, shape) = try Self.shapedIndex(of: bytes.span, encoding: encoding)
    self.init(bytes: bytes, encoding: encoding, symbolSize: shape.symbolSize, index: index)
  }

  /// Reads the patch with this name.
  package func patch(_ identifier: some StringProtocol) throws(QuiltFormatError) -> QuiltPatch {
    guard let entry = index.entry(identifier) else {
      throw .noSuchPatch(identifier: String(identifier))
    }
    return try patch(columns: entry.columns)
  }

  /// Reads the patch that begins with the first of these columns and must end within them.
  package func patch(columns: Range<Int>) throws(QuiltFormatError) -> QuiltPatch {
    try Self.patch(columns: columns, of: bytes.span, encoding: encoding)
  }
}
