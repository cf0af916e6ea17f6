import WalrusIdentity

/// Computes what the network commits to for some content.
struct ContentIdentity: Sendable {
  /// A blob id and what storing under it takes.
  struct Found: Sendable {
    let blobID: BlobID

    /// The bytes that all storage nodes together keep.
    let encodedLength: Int
  }

  let encoding: BlobEncoding

  /// Computes the id; with a thousand shards this keeps the thread busy for a good while.
  func identify(_ bytes: [UInt8]) throws(BlobEncodingError) -> Found {
    let metadata = try encoding.identify(bytes)
    return Found(blobID: metadata.blobID, encodedLength: metadata.encodedLength)
  }
}
