/// What one shard's part of the memory tier may hold.
package struct MemoryTierLimits: Sendable {
  /// Bytes of content at home here, with everything in flight and still being sent.
  package var bytes: Int
  /// Entries at home here.
  package var entriesMax: Int
  /// The longest content that is stored in one piece, in bytes.
  package var objectMax: Int
  /// Entries borrowed from other shards.
  package var borrowedMax: Int
  /// Lengths from here on are kept in pages of their own.
  package var pagesThreshold: Int
  /// Contents in pages of their own at home here: each is a mapping, and Linux gives a process
  /// 65,530 of them.
  package var mappingsMax: Int
  /// Contents whose length and type are remembered after they have gone.
  package var knownSizesMax: Int
  /// Which contents are kept in slices.
  package var slices: SliceLimits
  /// Bytes of content at home here that may be pinned.
  package var pinnedBytesMax: Int
  /// Keys at home here that may be pinned.
  package var pinsMax: Int

  /// The part of one of `shardCount` shards in the totals of the whole server.
  ///
  /// - Parameters:
  ///   - bytes: the whole memory tier.
  ///   - objectMax: the longest content that is stored; when nil, an eighth of a shard's part in
  ///     one piece, and any length in slices.
  ///   - pinnedPercent: the share of the bytes that may be pinned.
  ///   - sliceSize: bytes of a slice.
  ///   - slicedMin: longer content is kept in slices.
  package init(
    bytes: Int, shardCount: Int, entriesMax: Int = 4_000_000, objectMax: Int? = nil,
    pagesThreshold: Int = 256 * 1024, mappingsMax: Int = 32_768, knownSizesMax: Int = 65_536,
    pinnedPercent: Int = 25, pinsMax: Int = 10_000, sliceSize: Int = 1 << 20,
    slicedMin: Int = 4 << 20
  ) {
    precondition(shardCount > 0)
    self.bytes = bytes / shardCount
    self.entriesMax = max(1, entriesMax / shardCount)
    self.objectMax = min(objectMax ?? max(self.bytes / 8, 1), self.bytes)
    slices = SliceLimits(
      size: sliceSize, wholeMax: slicedMin, contentMax: objectMax, shardBytes: self.bytes,
      objectMax: self.objectMax)
    borrowedMax = max(1, entriesMax / shardCount)
    self.pagesThreshold = pagesThreshold
    self.mappingsMax = mappingsMax / shardCount
    self.knownSizesMax = knownSizesMax / shardCount
    pinnedBytesMax = self.bytes / 100 * pinnedPercent
    self.pinsMax = max(1, pinsMax / shardCount)
  }
}
