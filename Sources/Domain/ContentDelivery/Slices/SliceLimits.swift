/// Which contents are kept in slices, and how they are cut.
package struct SliceLimits: Hashable, Sendable {
  /// Bytes of a slice.
  package var size: Int
  /// The longest content that is kept in one piece.
  package var wholeMax: Int
  /// The longest content that is kept in slices; longer ones are passed through.
  package var contentMax: Int
  /// Contents in slices that are known at a time.
  package var contentsMax = 4096
  /// The digests of slices may take one part in so many of the memory.
  package var digestsShare = 32

  /// Limits whose parts are all known.
  package init(size: Int, wholeMax: Int, contentMax: Int = .max) {
    self.size = max(size, 1)
    self.wholeMax = wholeMax
    self.contentMax = contentMax
  }

  /// Limits that fit a shard.
  ///
  /// - Parameters:
  ///   - size: made smaller where fewer than sixteen slices would fit into the shard's memory.
  ///   - wholeMax: at least a slice, and no more than what is stored in one piece at all.
  ///   - contentMax: as the operator set it; nil for no bound.
  init(size: Int, wholeMax: Int, contentMax: Int?, shardBytes: Int, objectMax: Int) {
    var size = size
    while size > shardBytes / 16, size > Self.sizeMin { size /= 2 }
    self.init(
      size: size, wholeMax: min(max(wholeMax, size), objectMax),
      contentMax: size > objectMax ? 0 : contentMax ?? .max)
  }

  /// The smallest slice that is worth an entry.
  private static let sizeMin = 4096

  /// Whether content of so many bytes is kept in slices.
  func cuts(_ length: Int) -> Bool {
    length > wholeMax && length <= contentMax
      && (length - 1) / size < ContentKey.sliceCountMax
  }
}
