extension LocalNetwork {
  /// The addresses of the gateways of IPFS.
  package var ipfsURLs: [String] { roster.gateways.map(\.server.url) }

  /// Gives all gateways of IPFS some bytes, and tells the text of their CID.
  ///
  /// - Parameter chunkBytes: where the bytes are cut into blocks.
  package func addToIPFS(
    _ bytes: [UInt8], form: BlockForm = .raw, chunkBytes: Int = 256 * 1024
  ) throws(SystemCallError) -> String {
    try roster.shelf.add(bytes, form: form, chunkBytes: chunkBytes)
  }
}
