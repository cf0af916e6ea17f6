/// Fetches what is asked for most and is not in memory, so that the next who ask find it there.
package struct WarmContent: Sendable {
  /// Contents that are looked at.
  package static let countMax = 100

  private let shards: FillShards
  private let preload: PreloadContent

  /// The operation over the shards of the process.
  package init(shards: FillShards, preload: PreloadContent) {
    self.shards = shards
    self.preload = preload
  }

  /// Fetches; says how many contents were looked at and what has come of them.
  ///
  /// - Throws: `CancellationError` when the task is cancelled.
  package func callAsFunction(count: Int = countMax) async throws -> PreloadProgress {
    let contents = shards.contents
    var tallies: [ContentKey: ContentTally] = [:]
    for index in 0..<contents.count {
      for tally in await contents[index].run({ $0.statistics.most(count) }) {
        if tallies[tally.key] == nil {
          tallies[tally.key] = tally
        } else {
          tallies[tally.key]?.add(tally)
        }
      }
    }
    let most = tallies.values.sorted { ($0.requests, $1.id) > ($1.requests, $0.id) }
    let references = most.prefix(count).compactMap { tally in
      // Ids of CIDs and names of patches stand in the same paths.
      (try? ContentReference(path: "/cdn/\(tally.id)".utf8.span, secret: contents.secret)) ?? nil
    }
    return try await preload(references)
  }
}
