internal import Bytes
internal import Routing
package import WalrusIdentity
package import Capabilities

/// Keeps content in memory whatever else is asked for: fetches it, proves it, and exempts it from
/// eviction; and remembers to do so again after a restart.
///
/// Only what is proven may be pinned. A blob is proven here, by computing its id; other content
/// is taken when it is proven already. What is pinned but gone, because it was purged or could
/// not be fetched after a restart, is pinned again when it next arrives, proven.
package final class PinContent: Sendable {
  private let shards: FillShards
  private let fetch: FetchContent
  private let computeID: ComputeBlobID
  private let archive: any PinArchive
  private let onContentDomain: Bool
  private let list = PinList()

  /// Contents that are fetched at a time after a restart.
  private static let refillConcurrency = 4

  /// The operation over the shards of the process.
  ///
  /// - Parameters:
  ///   - offload: where ids are computed.
  ///   - now: the wall clock in seconds since 1970.
  package init(
    shards: FillShards, offload: any Offload, encoding: BlobEncoding = .network,
    archive: any PinArchive, onContentDomain: Bool = false,
    now: @escaping @Sendable () -> Int64
  ) {
    self.shards = shards
    fetch = FetchContent(shards: shards, now: now)
    computeID = ComputeBlobID(offload: offload, encoding: encoding)
    self.archive = archive
    self.onContentDomain = onContentDomain
  }

  /// Pins content, fetching it when it is not there.
  ///
  /// - Throws: what the archive throws; the content is pinned then, but not for a restart.
  package func callAsFunction(_ reference: ContentReference) async throws -> PinOutcome {
    let outcome = await hold(reference)
    guard outcome == .pinned else {
      if await !list.contains(reference.canonicalPath) { _ = await release(reference) }
      return outcome
    }
    if await list.insert(reference.canonicalPath) { try await list.save(to: archive) }
    return .pinned
  }

  /// Lets content be evicted again; says whether it was pinned.
  ///
  /// - Throws: what the archive throws.
  package func unpin(_ reference: ContentReference) async throws -> Bool {
    let wasHeld = await release(reference)
    let wasListed = await list.remove(reference.canonicalPath)
    if wasListed { try await list.save(to: archive) }
    return wasHeld || wasListed
  }

  /// The canonical paths of what is pinned, sorted.
  package func pinnedPaths() async -> [String] { await list.paths }

  /// Reads the list of the last run, pins what it names, and fetches it, a few at a time; for the
  /// background after a start. Lines that name no content are left out.
  ///
  /// - Throws: what the archive throws.
  package func refill() async throws {
    let secret = shards.contents.secret
    let references = try await archive.load().compactMap { path in
      (try? ContentReference(path: path.utf8.span, secret: secret)).flatMap { $0 }
    }
    for reference in references {
      _ = await list.insert(reference.canonicalPath)
      _ = await shards.contents.atHome(of: reference.key) { $0.pin(reference.key) }
    }
    await withTaskGroup(of: Void.self) { group in
      for (number, reference) in references.enumerated() {
        if number >= Self.refillConcurrency { await group.next() }
        if Task.isCancelled { return }
        group.addTask { _ = await self.hold(reference) }
      }
    }
  }

  // MARK: Steps

  private func hold(_ reference: ContentReference) async -> PinOutcome {
    // What arrives in slices, which are evicted by themselves, is pinned slice by slice.
    if await fetch.sliced(reference.key) != nil {
      _ = await shards.contents.atHome(of: reference.key) { $0.pin(reference.key) }
    }
    let content: StoredContent
    switch await fetch(reference, isProving: VerificationTarget(reference)?.proof == .proven) {
    case .stored(let stored): content = stored
    case .sliced(let sliced):
      return Self.outcome(
        await shards.contents.atHome(of: reference.key) { $0.pin(sliced) })
    case .notStored: return .notStored
    case .failed(.origin(let failure)) where failure.code == .mismatched: return .mismatch
    case .failed: return .unavailable
    }
    if content.metadata.proof != .proven {
      if let refusal = await prove(content, reference) { return refusal }
    }
    return Self.outcome(
      await shards.contents.atHome(of: reference.key) { $0.pin(reference.key) })
  }

  private static func outcome(_ state: PinState) -> PinOutcome {
    switch state {
    case .held: return .pinned
    case .awaited: return .notStored
    case .unproven: return .unproven
    case .beyondShare: return .beyondShare
    case .tooMany: return .tooMany
    }
  }

  /// Computes the id of a blob and stores it again as proven; nil when that went well.
  private func prove(
    _ content: StoredContent, _ reference: ContentReference
  ) async -> PinOutcome? {
    guard case .blob(let id) = reference.name else { return .unproven }
    guard let computed = try? await computeID(content.body.copyBytes()) else {
      return .unavailable
    }
    guard computed == id else {
      _ = await PurgeContent(shards: shards)(.content(reference))
      return .mismatch
    }
    var metadata = content.metadata
    metadata.proof = .proven
    let proven = StoredContent(
      key: content.key, metadata: metadata, body: content.body, onContentDomain: onContentDomain)
    let isStored = await shards.contents.insert(proven)
    return isStored ? nil : .notStored
  }

  private func release(_ reference: ContentReference) async -> Bool {
    await shards.contents.atHome(of: reference.key) { $0.unpin(reference.key) }
  }
}
