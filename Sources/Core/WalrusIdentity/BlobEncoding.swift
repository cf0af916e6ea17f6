/// Walrus's two-dimensional encoding "RS2" for a number of shards: how a blob is laid out as a
/// matrix of symbols, how much storage that takes, and which identifier commits to it.
package struct BlobEncoding: Hashable, Sendable {
  /// The numbers of shards that are supported.
  package static let shardCounts = 4...1000
  /// The largest symbol, in bytes.
  package static let symbolSizeMax = 65_534

  /// The encoding of the public networks, which have 1,000 shards.
  package static let network = BlobEncoding(checkedShardCount: 1000)

  /// The number of shards, n: the matrix of all symbols is n by n.
  package let shardCount: Int
  /// The number of rows that the blob itself fills ("primary source symbols").
  package let sourceRowCount: Int
  /// The number of columns that the blob itself fills ("secondary source symbols").
  package let sourceColumnCount: Int

  /// The encoding for `shardCount` shards, of which less than a third may be faulty.
  package init(shardCount: Int) throws(BlobEncodingError) {
    guard Self.shardCounts.contains(shardCount) else {
      throw .unsupportedShardCount(shardCount)
    }
    self.init(checkedShardCount: shardCount)
  }

  private init(checkedShardCount shardCount: Int) {
    let faultyMax = (shardCount - 1) / 3
    self.shardCount = shardCount
    sourceRowCount = shardCount - 2 * faultyMax
    sourceColumnCount = shardCount - faultyMax
  }

  /// The number of symbols that the blob itself fills.
  package var sourceSymbolCount: Int { sourceRowCount * sourceColumnCount }

  /// The length of the largest blob, in bytes.
  package var unencodedLengthMax: Int { sourceSymbolCount * Self.symbolSizeMax }

  /// The size in bytes of the symbols of a blob of `length` bytes: even, and at least two.
  package func symbolSize(forUnencodedLength length: Int) throws(BlobEncodingError) -> Int {
    guard length <= unencodedLengthMax else {
      throw .contentTooLarge(length: length, max: unencodedLengthMax)
    }
    let exact = (max(length, 1) + sourceSymbolCount - 1) / sourceSymbolCount
    return exact + exact % 2
  }

  /// The number of bytes that the network stores, and charges, for a blob of `length` bytes: both
  /// slivers of every shard, and each shard's copy of all sliver hashes and the blob id.
  package func encodedLength(forUnencodedLength length: Int) throws(BlobEncodingError) -> Int {
    let symbolSize = try symbolSize(forUnencodedLength: length)
    let slivers = (sourceRowCount + sourceColumnCount) * symbolSize
    return shardCount * (slivers + shardCount * 2 * Bytes32.count + Bytes32.count)
  }
}
