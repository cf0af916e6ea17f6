internal import WalrusIdentity

/// What is known of the quilts that are at home on one shard: the names of their patches, which of
/// them are asked for often, and which patches were cut out of them. Lives on one loop.
final class QuiltShelf {
  /// What one who looks for a name has to do.
  enum NameStep: Sendable {
    case known(QuiltNames.Finding)
    /// List the quilt, for all who wait, and report.
    case list
    /// Look again.
    case again
  }

  /// What one who wants a patch has to do.
  enum PatchStep: Sendable {
    /// Fetch the patch alone.
    case fetchPatch
    /// Fetch the quilt, and ask again.
    case fetchQuilt
    /// Cut it out of this quilt, for all who wait, and report.
    case cut(StoredContent)
    /// Another has cut it.
    case again
  }

  /// How it went with a quilt that was fetched for its patches.
  enum WholeFetch: Sendable {
    case whole
    case tooLong
    case failed
  }

  /// A patch that was cut out of a quilt here.
  struct Cut: Sendable {
    let key: ContentKey
    let digest: Bytes32
  }

  /// For so long a quilt is left alone that is too long, or none.
  private static let unfitSeconds: Int64 = 600
  private static let quiltsMax = 256

  // The shard owns it.
  private unowned let shard: FillShard
  private let limits: FillLimits
  private var names: QuiltNames
  private var listings: SharedTurns<ContentKey>
  private var cuttings: SharedTurns<ContentKey>
  private var heat: QuiltHeat
  /// Until when quilts are not listed again that could not be.
  private var unlisted = RecentEntries<ContentKey, Int64>(countMax: quiltsMax)
  /// Until when quilts are not fetched whole again that could not be.
  private var unfit = RecentEntries<ContentKey, Int64>(countMax: quiltsMax)
  /// What was cut out of quilts that are not proven.
  private var cuts = RecentEntries<ContentKey, [Cut]>(countMax: quiltsMax)
  /// Patches that were fetched without their quilts.
  private var alone = RecentEntries<ContentKey, Set<ContentKey>>(countMax: quiltsMax)

  /// A shelf that has seen no quilts.
  init(shard: FillShard, limits: FillLimits) {
    self.shard = shard
    self.limits = limits
    names = QuiltNames(countMax: limits.patchNamesMax)
    listings = SharedTurns(waitersMax: limits.readersMax)
    cuttings = SharedTurns(waitersMax: limits.readersMax)
    heat = QuiltHeat(seconds: limits.quiltSeconds)
  }

  // MARK: Names

  /// What the name with this key stands for; answered here, at once or when the quilt is listed.
  func find(
    _ name: ContentKey, in quilt: ContentKey, answer: @escaping @Sendable (NameStep) -> Void
  ) {
    let finding = names.find(name, in: quilt, at: shard.seconds)
    if finding != .unlisted { return answer(.known(finding)) }
    if let until = unlisted[quilt], shard.seconds < until { return answer(.known(.unlisted)) }
    switch listings.enter(quilt, wake: { answer(.again) }) {
    case .lead: answer(.list)
    case .wait: break
    case .refused: answer(.known(.unlisted))
    }
  }

  /// What is known of a name without asking anyone.
  func known(_ name: ContentKey, in quilt: ContentKey) -> QuiltNames.Finding {
    names.find(name, in: quilt, at: shard.seconds)
  }

  /// The quilt was listed, or could not be: nil.
  ///
  /// - Parameter isFinal: whether it makes no sense to try again at once.
  func listed(_ quilt: ContentKey, _ listing: QuiltNames.Listing?, isFinal: Bool = true) {
    if let listing {
      names.insert(listing, of: quilt, until: shard.seconds + limits.listingSeconds)
      shard.note(QuiltEvent.listed)
    } else {
      if isFinal { unlisted[quilt] = shard.seconds + limits.absentSeconds }
      shard.note(QuiltEvent.notListed)
    }
    for wake in listings.leave(quilt) { wake() }
  }

  /// The names of a quilt turned out to be wrong.
  func forgetNames(of quilt: ContentKey) {
    names.forget(quilt)
    unlisted[quilt] = shard.seconds + Self.unfitSeconds
  }

  // MARK: Patches

  /// What is to be done for a patch that is not here; answered here, at once or when it is cut.
  func step(
    for patch: QuiltPatchID, hasFetched: Bool, answer: @escaping @Sendable (PatchStep) -> Void
  ) {
    let quilt = ContentKey(patch.quilt)
    if let until = unfit[quilt], shard.seconds < until { return answer(.fetchPatch) }
    if case .fresh(let content) = shard.contents.lookup(quilt, at: shard.seconds) {
      switch cuttings.enter(ContentKey(patch), wake: { answer(.again) }) {
      case .lead: answer(.cut(content))
      case .wait: break
      case .refused: answer(.fetchPatch)
      }
      return
    }
    let isProvenOnly = shard.verifier.policy.mode == .always
    let count = heat.note(quilt, startColumn: patch.startColumn, at: shard.seconds)
    let isHot = count >= (isProvenOnly ? 1 : limits.quiltPatches)
    if isHot && !hasFetched { return answer(.fetchQuilt) }
    noteAlone(ContentKey(patch), of: quilt)
    answer(.fetchPatch)
  }

  private func noteAlone(_ patch: ContentKey, of quilt: ContentKey) {
    var others = alone[quilt] ?? []
    if others.count < QuiltListing.patchesMax { others.insert(patch) }
    alone[quilt] = others
  }

  /// The quilt was fetched for its patches, or could not be.
  func fetched(_ quilt: ContentKey, _ outcome: WholeFetch) {
    shard.note(outcome == .whole ? QuiltEvent.fetched : .notFetched)
    switch outcome {
    case .whole: break
    case .tooLong: unfit[quilt] = shard.seconds + Self.unfitSeconds
    case .failed: unfit[quilt] = shard.seconds + limits.absentSeconds
    }
  }

  /// A patch was cut, or could not be: nil.
  ///
  /// - Parameters:
  ///   - isQuilt: whether the blob is a quilt with such a patch.
  ///   - index: the names in the quilt, read from it.
  func cut(
    _ patch: QuiltPatchID, _ cut: Cut?, outOf content: StoredContent, isQuilt: Bool,
    index: QuiltNames.Listing?
  ) {
    let quilt = content.key
    if !isQuilt {
      unfit[quilt] = shard.seconds + Self.unfitSeconds
      // It may be another blob than the one that was asked for.
      check(patch.quilt, content)
    }
    if let index { names.insert(index, of: quilt, until: shard.seconds + limits.listingSeconds) }
    if let cut {
      shard.note(QuiltEvent.cut)
      if content.metadata.proof != .proven { noteUnproven(cut, of: patch, content) }
    }
    for wake in cuttings.leave(ContentKey(patch)) { wake() }
  }

  /// Whether the names in a quilt have not been learned yet.
  func isUnlisted(_ quilt: ContentKey) -> Bool { !names.isListed(quilt, at: shard.seconds) }

  private func noteUnproven(_ cut: Cut, of patch: QuiltPatchID, _ content: StoredContent) {
    var others = cuts[content.key] ?? []
    // The quilt may have been proven while the patch was cut.
    if case .fresh(let now) = shard.contents.lookup(content.key, at: shard.seconds),
      now.metadata.proof == .proven, now.body === content.body
    {
      return promote([cut])
    }
    if others.count < QuiltListing.patchesMax { others.append(cut) }
    cuts[content.key] = others
    if others.count == 1 { check(patch.quilt, content) }
  }

  /// Has a quilt checked that is not proven, drawn or not.
  private func check(_ quilt: BlobID, _ content: StoredContent) {
    let policy = shard.verifier.policy
    guard policy.mode != .off, content.metadata.proof != .proven,
      content.metadata.length <= policy.lengthMax
    else { return }
    let reference = ContentReference(.blob(quilt), secret: shard.contents.secret)
    guard let target = VerificationTarget(reference, OriginAttributes()) else { return }
    shard.verifier.checkLater(reference, target, isWanted: true)
  }

  // MARK: Proof

  /// Content was proven: what was cut out of it is as well. What was fetched without it is better
  /// cut anew.
  func wasProven(_ quilt: ContentKey) {
    if let cuts = cuts[quilt] {
      self.cuts[quilt] = nil
      promote(cuts)
    }
    guard let alone = alone[quilt] else { return }
    self.alone[quilt] = nil
    for patch in alone {
      shard.directory?.home(of: patch).post { $0.removeUnproven(patch) }
    }
  }

  private func promote(_ cuts: [Cut]) {
    for cut in cuts {
      shard.directory?.home(of: cut.key).post { $0.promote(cut.key, withDigest: cut.digest) }
    }
  }

  /// Content is not what its id names: what was cut out of it is nothing either.
  func wasWrong(_ quilt: ContentKey) {
    names.forget(quilt)
    unfit[quilt] = nil
    guard let cuts = cuts[quilt] else { return }
    self.cuts[quilt] = nil
    for cut in cuts {
      shard.directory?.home(of: cut.key).post { $0.evict(cut.key, withDigest: cut.digest) }
    }
  }
}
