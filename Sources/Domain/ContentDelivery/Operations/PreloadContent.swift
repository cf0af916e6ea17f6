/// Brings a list of contents into memory: ten at a time, some of them at once, so that preloading
/// never takes the origins from those who ask now.
package struct PreloadContent: Sendable {
  /// Contents of one batch; the next begins when all of one are there or have failed.
  package static let batchSize = 10
  /// The most contents of one call.
  package static let countMax = 100_000

  let fetch: FetchContent
  /// Fetches at a time.
  let concurrencyMax: Int

  /// The operation over the shards of the process.
  ///
  /// - Parameter now: the wall clock in seconds since 1970.
  package init(
    shards: FillShards, concurrencyMax: Int = 4, now: @escaping @Sendable () -> Int64
  ) {
    fetch = FetchContent(shards: shards, now: now)
    self.concurrencyMax = min(max(concurrencyMax, 1), Self.batchSize)
  }

  /// Fetches what is not in memory yet; what fails is counted and passed over.
  ///
  /// - Parameter progress: told after each content, in no order.
  /// - Throws: `CancellationError` when the task is cancelled; what has begun is fetched all the
  ///   same if others want it.
  @discardableResult
  package func callAsFunction(
    _ references: [ContentReference],
    progress: @escaping @Sendable (PreloadProgress) -> Void = { _ in }
  ) async throws -> PreloadProgress {
    var total = PreloadProgress(total: min(references.count, Self.countMax))
    for start in stride(from: 0, to: total.total, by: Self.batchSize) {
      try Task.checkCancellation()
      let batch = references[start..<min(start + Self.batchSize, total.total)]
      await load(batch) { outcome in
        total.note(outcome)
        progress(total)
      }
    }
    return total
  }

  private func load(
    _ batch: ArraySlice<ContentReference>, done: (FetchContent.Outcome) -> Void
  ) async {
    await withTaskGroup(of: FetchContent.Outcome.self) { group in
      let fetch = fetch
      var waiting = batch
      for _ in 0..<concurrencyMax {
        guard let reference = waiting.popFirst() else { break }
        group.addTask { await fetch(reference) }
      }
      for await outcome in group {
        done(outcome)
        guard !Task.isCancelled, let reference = waiting.popFirst() else { continue }
        group.addTask { await fetch(reference) }
      }
    }
  }
}
