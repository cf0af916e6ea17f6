/// A quilt of version 1: many small blobs in one, each in columns of its own, so that one of them
/// can be read without the others.
///
/// The bytes are an ordinary blob: the source rows of a matrix of symbols. What the quilt keeps
/// runs down the columns, though, the first column from its first row to its last, then the next.
package struct Quilt: Sendable {
  /// The only version there is, of the quilt and of the patches in it.
  static let version: UInt8 = 1
  /// The longest identifier, in bytes of its serialized form.
  package static let identifierLengthMax = 65_535
  /// The longest tags of one patch, in bytes of their serialized form.
  package static let tagsLengthMax = 65_535
  /// The largest number of columns that the index may take.
  static let indexColumnsMax = 10

  /// The blob that is stored: `encoding.identify(bytes)` gives its identifier.
  package let bytes: [UInt8]
  /// The encoding that gives the matrix its shape.
  package let encoding: BlobEncoding
  /// The size of the matrix's symbols in bytes.
  package let symbolSize: Int
  /// Which patch is where.
  package let index: QuiltIndex

  init(bytes: [UInt8], encoding: BlobEncoding, symbolSize: Int, index: QuiltIndex) {
    self.bytes = bytes
    self.encoding = encoding
    self.symbolSize = symbolSize
    self.index = index
  }
}
