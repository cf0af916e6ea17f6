extension BlobEncoding {
  /// Computes the identifier of a blob, and what it is made of.
  ///
  /// The content is expanded to the full matrix, strip by strip, and every symbol is hashed: for
  /// the public networks that is a large fraction of a second of one core whatever the length, so
  /// this belongs on a thread that may be kept busy. Needs about half of the content's length in
  /// memory besides the content, and a few megabytes.
  ///
  /// - Parameters:
  ///   - keepingSliverHashes: Whether the result lists the hashes of all slivers.
  ///   - progress: Called every millisecond or so with the part that is done, from 0 to 1;
  ///     answering false stops the computation, which then throws `cancelled`.
  package func identify(
    _ content: RawSpan, keepingSliverHashes: Bool = false,
    progress: (Double) -> Bool = { _ in true }
  ) throws(BlobEncodingError) -> BlobMetadata {
    try identify(
      BlobRuns(content), keepingSliverHashes: keepingSliverHashes, progress: progress)
  }

  /// Computes the identifier of the blob whose bytes lie in several runs of memory; see
  /// `identify(_:)` for a raw span.
  ///
  /// - Parameters:
  ///   - runs: All of one length but the last, which may be shorter.
  ///   - owner: Keeps them valid and as they are.
  @unsafe
  package func identify<Owner: ~Copyable & ~Escapable>(
    runs: [UnsafeRawBufferPointer], of owner: borrowing Owner,
    progress: (Double) -> Bool = { _ in true }
  ) throws(BlobEncodingError) -> BlobMetadata {
    try identify(
      unsafe BlobRuns(runs, of: owner), keepingSliverHashes: false, progress: progress)
  }

  private func identify(
    _ content: borrowing BlobRuns, keepingSliverHashes: Bool, progress: (Double) -> Bool
  ) throws(BlobEncodingError) -> BlobMetadata {
    let symbolSize = try symbolSize(forUnencodedLength: content.byteCount)
    let encodedLength = try encodedLength(forUnencodedLength: content.byteCount)
    let slivers = try sliverPairHashes(content, symbolSize: symbolSize, progress: progress)
    var pairs = slivers.map { BLAKE2b.digest(prefix: 0, $0.primary, $0.secondary) }
    let rootHash = MerkleTree.root(&pairs)
    return BlobMetadata(
      blobID: Self.blobID(rootHash: rootHash, unencodedLength: content.byteCount),
      unencodedLength: content.byteCount, symbolSize: symbolSize, encodedLength: encodedLength,
      rootHash: rootHash, sliverPairHashes: keepingSliverHashes ? slivers : [])
  }

  /// Computes the identifier of the blob with these bytes; see `identify(_:)` for a raw span.
  package func identify(
    _ content: Span<UInt8>, keepingSliverHashes: Bool = false,
    progress: (Double) -> Bool = { _ in true }
  ) throws(BlobEncodingError) -> BlobMetadata {
    try unsafe identify(content.bytes, keepingSliverHashes: keepingSliverHashes, progress: progress)
  }

  /// Computes the identifier of the blob with these bytes; see `identify(_:)` for a raw span.
  package func identify(
    _ content: [UInt8], keepingSliverHashes: Bool = false,
    progress: (Double) -> Bool = { _ in true }
  ) throws(BlobEncodingError) -> BlobMetadata {
    try unsafe identify(
      content.span.bytes, keepingSliverHashes: keepingSliverHashes, progress: progress)
  }

  /// The identifier that commits to a root and a length: the last step, also for checking hashes
  /// that somebody else has computed.
  package static func blobID(rootHash: Bytes32, unencodedLength: Int) -> BlobID {
    let tail = [UInt8](capacity: 40) { output in
      for byte in 0..<8 {
        output.append(UInt8(truncatingIfNeeded: unencodedLength >> (byte * 8)))
      }
      rootHash.write(into: &output)
    }
    // The prefix is the number of the encoding type: RS2 is 1.
    return unsafe BlobID(raw: BLAKE2b.digest(prefix: 1, tail.span.bytes))
  }

  private func sliverPairHashes(
    _ content: borrowing BlobRuns, symbolSize: Int, progress: (Double) -> Bool
  ) throws(BlobEncodingError) -> [BlobMetadata.SliverPairHashes] {
    let copies = SourceMatrix.Copies(
      of: content, columnCount: sourceColumnCount, symbolSize: symbolSize)
    let source = unsafe SourceMatrix(
      content, copies: copies, in: copies.bytes.span.bytes, columnCount: sourceColumnCount,
      symbolSize: symbolSize)
    let classes = RowClasses(source, sourceRowCount: sourceRowCount, rowCount: shardCount)
    let parity = RowParity(
      source, rows: classes.distinctRows,
      code: ReedSolomonCode(
        originalCount: sourceColumnCount, recoveryCount: shardCount - sourceColumnCount))
    var strip = ColumnStrip(
      code: ReedSolomonCode(
        originalCount: sourceRowCount, recoveryCount: shardCount - sourceRowCount),
      symbolSize: symbolSize, columnCount: shardCount)
    let constants = ConstantSubtrees(symbolSize: symbolSize, leafCount: shardCount)
    var leaves = LeafHashes(
      symbolSize: symbolSize, rowCount: shardCount, constants: constants)
    var forest = RowForest(
      rowCount: shardCount, representatives: classes.representatives, constants: constants)
    var columnRoots = ColumnRoots(constants: constants)
    var symbols = [UInt8](repeating: 0, count: shardCount * symbolSize)
    var nodes: [Bytes32] = []
    for column in 0..<shardCount {
      guard progress(Double(column) / Double(shardCount)) else { throw .cancelled }
      if column % strip.width == 0 {
        let columns = column..<min(column + strip.width, shardCount)
        strip.load(columns, source, parity, classes)
      }
      var elements = symbols.mutableSpan
      var bytes = unsafe elements.mutableBytes
      strip.write(column, source, parity, classes, to: &bytes)
      leaves.load(&symbols, representatives: classes.representatives)
      columnRoots.append(leaves.nodes, source, parity, classes)
      nodes.removeAll(keepingCapacity: true)
      nodes.append(contentsOf: leaves.nodes)
      forest.append(&nodes)
    }
    let rowRoots = forest.finish()
    _ = progress(1)
    return (0..<shardCount).map { shard in
      BlobMetadata.SliverPairHashes(
        primary: rowRoots[shard], secondary: columnRoots.roots[shardCount - 1 - shard])
    }
  }
}
