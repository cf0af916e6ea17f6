/// What a block is encoded in, by its number in the table of multicodecs.
package struct Multicodec: Hashable, Sendable {
  /// The number in the table.
  package let code: UInt64

  /// The codec with this number.
  package init(code: UInt64) { self.code = code }

  /// Bytes as they are: the block is the content.
  package static let raw = Multicodec(code: 0x55)
  /// A node of a Merkle DAG in protobuf: files in several blocks, and directories.
  package static let dagPB = Multicodec(code: 0x70)
  /// A node in CBOR with links.
  package static let dagCBOR = Multicodec(code: 0x71)
  /// A key of libp2p: the name of what its owner points to, not content.
  package static let libp2pKey = Multicodec(code: 0x72)
  /// CBOR without links.
  package static let cbor = Multicodec(code: 0x51)
  /// JSON without links.
  package static let json = Multicodec(code: 0x0200)
  /// A node in JSON with links.
  package static let dagJSON = Multicodec(code: 0x0129)
}
