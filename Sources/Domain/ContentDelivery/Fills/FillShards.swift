internal import Traces

/// The fetches of all shards: how to ask at the home of a key.
package final class FillShards: Sendable {
  package let contents: ContentShards
  private let shards: [ShardConfined<FillShard>]

  /// Shards without fetches, beside those of the contents.
  ///
  /// - Parameters:
  ///   - executors: the same as those of the contents, in the same order.
  ///   - verification: how what arrives is checked.
  ///   - now: the wall clock in seconds since 1970.
  ///   - parts: makes what belongs to a shard's loop; called there, once.
  package init(
    on executors: [any ShardExecutor], contents: ContentShards, limits: FillLimits,
    isContentDomain: Bool = false, verification: Verification = .none,
    now: @escaping @Sendable () -> Int64,
    parts: @escaping @Sendable (Int) -> ContentShardParts
  ) {
    precondition(executors.count == contents.count)
    self.contents = contents
    shards = executors.enumerated().map { index, executor in
      ShardConfined(
        FillShard(
          index: index, contents: contents, limits: limits, isContentDomain: isContentDomain,
          verification: verification, now: now, parts: parts), on: executor)
    }
  }

  /// Lets the fetches be told by their readers; to be called once, before the first request, and
  /// from anywhere.
  package func connect() {
    for shard in shards { shard.post { [weak self] in $0.directory = self } }
  }

  /// Has every shard take out what is long past its time and show its metrics; to be called every
  /// second or so, from anywhere.
  package func tend() {
    for shard in shards { shard.post { $0.tend() } }
  }

  /// The number of shards.
  package var count: Int { shards.count }

  /// A shard, to be touched where it lives.
  package subscript(index: Int) -> ShardConfined<FillShard> { shards[index] }

  /// The shard where a key is at home.
  func home(of key: ContentKey) -> ShardConfined<FillShard> { shards[contents.home(of: key)] }

  /// Asks the home of content that the asker does not have.
  func join(
    _ reference: ContentReference, for requester: Int, at seconds: Int64, wantsPart: Bool = false
  ) async -> FillAdmission {
    let trace = TraceScope.current
    return await home(of: reference.key).run {
      $0.join(reference, for: requester, at: seconds, wantsPart: wantsPart, trace: trace)
    }
  }

  /// Asks the home of content in slices for a place among its readers.
  func openSlices(
    of content: SlicedContent, _ ranges: [Range<Int>], isProving: Bool = false
  ) async -> SliceOpening {
    let trace = TraceScope.current
    return await home(of: content.key).run {
      $0.openSlices(of: content, ranges, isProving: isProving, trace: trace)
    }
  }

  /// Has the home fetch content once more while a copy that is past its time is served.
  func refresh(_ reference: ContentReference, at seconds: Int64) {
    home(of: reference.key).post { $0.refresh(reference, at: seconds) }
  }

  /// Learns the length and type of content without fetching it.
  func probe(
    _ reference: ContentReference, at seconds: Int64
  ) async throws(FillFailure) -> ContentMetadata {
    let result = await withCheckedContinuation { continuation in
      home(of: reference.key).post { shard in
        shard.probe(reference, at: seconds) { continuation.resume(returning: $0) }
      }
    }
    return try result.get()
  }

  /// What the shards have done and are doing.
  package func counts() async -> [FillCounts] {
    var counts: [FillCounts] = []
    for shard in shards { counts.append(await shard.run { $0.counts }) }
    return counts
  }
}
