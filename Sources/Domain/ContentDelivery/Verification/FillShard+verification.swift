internal import Bytes
internal import WalrusIdentity

/// What follows from checks, at the home of the content.
extension FillShard {
  /// Stores content that has come whole, with what is known about it.
  func keep(_ arrival: Arrival, as proof: ContentProof) {
    // What nobody gets is not kept for anybody.
    if refusesUnprovable, arrival.target == nil, proof != .proven { return }
    var metadata = arrival.metadata
    metadata.proof = proof
    if proof == .proven { metadata.freshUntil = metadata.storedAt + verifier.policy.provenSeconds }
    store(
      StoredContent(
        key: arrival.reference.key, metadata: metadata, body: arrival.body,
        onContentDomain: isContentDomain))
  }

  /// Whether nobody gets what cannot be compared with its id.
  var refusesUnprovable: Bool { verifier.policy.refusesUnprovable }

  /// Lets stored content be called more than before, if it is still there: its head is another one
  /// then, its bytes are the same.
  func promote(_ content: StoredContent, to proof: ContentProof) {
    guard case .some(let present) = contents.lookup(content.key, at: seconds).content,
      present === content, content.metadata.proof < proof
    else { return }
    var metadata = content.metadata
    metadata.proof = proof
    if proof == .proven {
      metadata.freshUntil = seconds + verifier.policy.provenSeconds
      verifier.markProven(content.key)
    }
    contents.replace(
      content,
      with: StoredContent(
        key: content.key, metadata: metadata, body: content.body,
        onContentDomain: isContentDomain))
    if proof == .proven { quilts.wasProven(content.key) }
  }

  /// Takes content out everywhere that turned out to be wrong, unless something else is there now.
  func evict(_ content: StoredContent) {
    guard let present = contents.lookup(content.key, at: seconds).content, present === content
    else { return }
    verifier.forget(content.key)
    contents.remove(content.key)
  }

  // MARK: In slices

  /// Contents that are held until their ids are known may take one part in so many of the memory
  /// together; half as much again is needed to compute them.
  static let gatheredShare = 2

  /// Content in slices of which more is known; it is fresh for as long as that allows.
  func called(_ proof: ContentProof, _ content: SlicedContent) -> SlicedContent {
    let fresh = proof == .proven ? seconds + verifier.policy.provenSeconds : nil
    return content.called(proof, freshUntil: fresh ?? content.metadata.freshUntil)
  }

  /// Has content checked, if the policy wants it to be, once all of its slices are there.
  func checkIfWhole(_ content: SlicedContent) {
    guard let target = content.target, let ledger = contents.ledger(of: content),
      ledger.isComplete, ledger.proof < target.proof, !ledger.isAwaitingCheck
    else { return }
    let isDrawn =
      ledger.isDrawn
      ?? (disputes.contains(content.key)
        || verifier.policy.checksSlices(
          length: content.metadata.length, draw: .random(in: 0..<1)))
    ledger.isDrawn = isDrawn
    guard isDrawn, contents.allSlices(of: content) != nil else { return }
    ledger.isAwaitingCheck = true
    verifier.checkLater(content, target)
  }

  /// Room to hold content until its id is known; says false when there is none.
  func beginGathering(of content: SlicedContent) -> Bool {
    let length = content.metadata.length
    guard length <= contents.budget.limit / Self.gatheredShare - gatheredBytes else {
      return false
    }
    gatheredBytes += length
    return true
  }

  /// Content is not held any more.
  func endGathering(of content: SlicedContent) { gatheredBytes -= content.metadata.length }

  /// Lets content in slices be called more than before, if it is still the same.
  func promote(_ content: SlicedContent, to proof: ContentProof) {
    guard let ledger = contents.ledger(of: content) else { return }
    ledger.proved(as: proof)
    for source in disputes.settle(content.key, by: ledger) {
      verifier.report(content.reference, source, "dispute")
    }
    guard let present = contents.sliced(content.key), present.metadata.proof < proof else { return }
    let successor = called(proof, present)
    contents.keep(successor)
    for number in 0..<successor.geometry.count {
      guard let slice = contents.slice(number, of: successor) else { continue }
      contents.replace(
        slice,
        with: StoredContent(
          key: slice.key, metadata: successor.metadata(of: number, proof: proof), body: slice.body,
          onContentDomain: isContentDomain))
    }
    contents.pinIfWanted(successor)
  }

  /// Takes content in slices out that turned out to be wrong, unless something else is there now;
  /// gives those who are known to have sent it.
  func evict(_ content: SlicedContent) -> [String] {
    guard let ledger = contents.ledger(of: content) else { return [] }
    if ledger.sources.count > 1 { dispute([ledger], of: content) }
    contents.remove(content.key)
    // Of several nobody knows who was wrong before the right bytes are known.
    return ledger.sources.count == 1 ? ledger.sources : []
  }

  /// Remembers what was believed of content, until it is known who was wrong; that is never where
  /// nothing is checked.
  func dispute(_ ledgers: [SliceLedger], of content: SlicedContent) {
    guard verifier.policy.mode != .off, content.target != nil else { return }
    disputes.add(ledgers, of: content.key)
  }

  /// Memory to compute the id of content with, beside its bytes; nil when there is none.
  func roomToCheck(_ content: SlicedContent) -> BudgetShare? {
    let count = content.metadata.length / 2 + 64 * content.geometry.count
    for _ in 0..<8 {
      if let share = BudgetShare(of: contents.budget, count: count) { return share }
      // What is evicted may still be in use; then another has to go.
      _ = contents.makeRoom(for: count)
    }
    return BudgetShare(of: contents.budget, count: count)
  }
}
