internal import Bytes
internal import Capabilities
internal import Routing
internal import WalrusIdentity

/// Cuts patches out of quilts that are in memory, and fetches quilts whole of which several patches
/// are wanted.
struct CutPatch: Sendable {
  let shards: FillShards
  let offload: any Offload
  let encoding: BlobEncoding
  /// The longest quilt that is fetched for its patches, in bytes.
  let bytesMax: Int

  /// A patch that was cut, and whether its quilt was fetched for it.
  struct Result: Sendable {
    let content: StoredContent
    let hasFetched: Bool
  }

  /// The patch; nil leaves it to a fetch of the patch alone.
  ///
  /// - Parameter shard: where the caller runs.
  /// - Throws: `CancellationError`.
  func callAsFunction(
    _ reference: ContentReference, _ patch: QuiltPatchID, for shard: Int, at seconds: Int64
  ) async throws -> Result? {
    let home = shards.home(of: ContentKey(patch.quilt))
    var hasFetched = false
    while true {
      let fetched = hasFetched
      let step: QuiltShelf.PatchStep = await withCheckedContinuation { continuation in
        home.post { shard in
          shard.quilts.step(for: patch, hasFetched: fetched) { continuation.resume(returning: $0) }
        }
      }
      switch step {
      case .fetchPatch: return nil
      case .fetchQuilt:
        try await fetchQuilt(patch.quilt, for: shard, at: seconds)
        hasFetched = true
      case .cut(let quilt):
        return await cut(reference, patch, outOf: quilt).map {
          Result(content: $0, hasFetched: hasFetched)
        }
      case .again:
        let found = await shards.contents.locate(reference.key, for: shard, at: seconds)
        guard case .fresh(let content) = found else { return nil }
        return Result(content: content, hasFetched: hasFetched)
      }
    }
  }

  /// Reads a whole quilt for what it leaves in memory.
  private func fetchQuilt(_ quilt: BlobID, for shard: Int, at seconds: Int64) async throws {
    let reference = ContentReference(.blob(quilt), secret: shards.contents.secret)
    var outcome = QuiltShelf.WholeFetch.failed
    do {
      switch await shards.join(reference, for: shard, at: seconds) {
      case .stored: outcome = .whole
      case .seat(let seat): outcome = try await drain(seat)
      case .passThrough: outcome = .tooLong
      default: break
      }
    } catch is CancellationError {
      throw CancellationError()
    } catch {}
    let ended = outcome
    await shards.home(of: reference.key).run { $0.quilts.fetched(reference.key, ended) }
  }

  /// Takes everything, unless it is too long.
  private func drain(_ seat: FillSeat) async throws -> QuiltShelf.WholeFetch {
    let head = try await seat.head()
    guard head.isKept, head.length ?? 0 <= bytesMax else { return .tooLong }
    var offset = 0
    while offset <= bytesMax, let piece = try await seat.next(from: offset, upTo: .max) {
      offset += piece.count
    }
    return offset <= bytesMax ? .whole : .tooLong
  }

  /// What is found in a quilt.
  private struct Piece: Sendable {
    let patch: QuiltPatch
    let digest: Bytes32
    /// The names in the quilt, where they were not known.
    let index: QuiltNames.Listing?
  }

  private func cut(
    _ reference: ContentReference, _ patch: QuiltPatchID, outOf quilt: StoredContent
  ) async -> StoredContent? {
    let home = shards.home(of: quilt.key)
    let (encoding, secret) = (encoding, shards.contents.secret)
    let isUnlisted = await home.run { $0.quilts.isUnlisted(quilt.key) }
    let result = try? await offload.run {
      Swift.Result { () throws(QuiltFormatError) in
        try Self.piece(of: quilt, patch, encoding, indexedWith: isUnlisted ? secret : nil)
      }
    }
    var piece: Piece?
    var isQuilt = true
    switch result {
    case .success(let found): piece = found
    case .failure: isQuilt = false
    case nil: break
    }
    var content: StoredContent?
    if let piece {
      content = await shards.home(of: reference.key).run {
        $0.keep(piece.patch, reference, digest: piece.digest, from: quilt.metadata)
      }
    }
    let done =
      content == nil
      ? nil : piece.map { QuiltShelf.Cut(key: reference.key, digest: $0.digest) }
    let (index, isOne) = (piece?.index, isQuilt)
    await home.run { $0.quilts.cut(patch, done, outOf: quilt, isQuilt: isOne, index: index) }
    return content
  }

  private static func piece(
    of quilt: StoredContent, _ patch: QuiltPatchID, _ encoding: BlobEncoding,
    indexedWith secret: ContentKeySecret?
  ) throws(QuiltFormatError) -> Piece {
    try quilt.body.withContiguousBytes { bytes throws(QuiltFormatError) in
      let bytes = Span<UInt8>(_bytes: bytes)
      let found = try Quilt.patch(columns: patch.columns, of: bytes, encoding: encoding)
      var index: QuiltNames.Listing?
      if let secret {
        index = QuiltListing.names(
          in: try Quilt.index(of: bytes, encoding: encoding), of: patch.quilt, secret: secret)
      }
      return unsafe Piece(
        patch: found, digest: Bytes32.sha256(of: found.content.span.bytes), index: index)
    }
  }
}
