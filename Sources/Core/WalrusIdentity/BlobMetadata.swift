/// What the encoding of a blob comes down to: its identifier and all that went into it.
package struct BlobMetadata: Hashable, Sendable {
  /// The hashes of the two slivers that one shard holds.
  package struct SliverPairHashes: Hashable, Sendable {
    /// The root over all symbols of the shard's row.
    package let primary: Bytes32
    /// The root over all symbols of the shard's column; columns are counted from the right.
    package let secondary: Bytes32
  }

  /// The identifier of the blob.
  package let blobID: BlobID
  /// The number of bytes of the blob itself.
  package let unencodedLength: Int
  /// The size of a symbol in bytes.
  package let symbolSize: Int
  /// The number of bytes that the network stores for the blob.
  package let encodedLength: Int
  /// The root of the Merkle tree over all sliver pairs.
  package let rootHash: Bytes32
  /// The hashes of every sliver pair in the order of shards; empty unless asked for, because they
  /// take 64 bytes per shard.
  package let sliverPairHashes: [SliverPairHashes]
}
