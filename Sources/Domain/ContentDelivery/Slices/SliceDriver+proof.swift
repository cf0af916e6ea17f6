internal import Bytes
internal import WalrusIdentity

/// How what comes is compared with what is known, and how everything is held until it is proven.
extension SliceDriver {
  // MARK: Digests

  /// Stores a slice that is whole; says false when it is not what it was before.
  func store(_ buffer: SliceBuffer, as slice: Int) -> Bool {
    guard let digest = buffer.finish() else { return true }
    switch ledger.compare(digest, of: slice) {
    case .differs: return false
    case .same: shard.verifier.note(.agreed)
    case .unknown:
      shard.verifier.note(.recorded)
      shard.contents.record(digest, of: slice, from: buffer.sources.last ?? "", in: content)
    }
    let stored = StoredContent(
      key: content.key.slice(slice),
      metadata: content.metadata(of: slice, proof: max(ledger.proof, content.metadata.proof)),
      body: buffer.body, onContentDomain: shard.isContentDomain)
    if shard.contents.insert(stored, asSliceOf: content) { shard.note(slices: .stored) }
    bodies.completed(slice, stored)
    bodies.dropUnwanted(by: fill)
    gather(slice, stored)
    // What is gathered is checked when all is there.
    if gathering?.phase != .gathering { shard.checkIfWhole(content) }
    return true
  }

  /// A fetch has brought bytes of a slice that are not what they were before.
  func contradicted(
    by fetch: SliceFetch, _ slice: Int, _ buffer: SliceBuffer
  ) -> OriginDemand {
    if ledger.proof >= .checked, ledger.digest(of: slice) != nil {
      // What is known is right, so whoever sent this is wrong; if two did, there is no telling who.
      if buffer.sources.count == 1, buffer.body.isFinished {
        shard.verifier.report(content.reference, fetch.source, "slice_digest")
      }
      return spoil(fetch, slice)
    }
    shard.verifier.noteChange(content.reference, fetch.source)
    shard.dispute([ledger, claims(of: fetch, slice, buffer)], of: content)
    contradict(source: fetch.source)
    return .cancel
  }

  /// What the sender of a slice says of it.
  private func claims(
    of fetch: SliceFetch, _ slice: Int, _ buffer: SliceBuffer
  ) -> SliceLedger {
    let claims = SliceLedger(count: content.geometry.count)
    guard buffer.sources.count == 1, buffer.body.isFinished else { return claims }
    let digest = buffer.body.withContiguousBytes { Bytes32.sha256(of: $0) }
    _ = claims.record(digest, of: slice, from: fetch.source, in: shard.contents.budget)
    return claims
  }

  // MARK: Gathering

  /// A reader of everything who does not get the last byte before the content's id is known: from
  /// now on all slices are held, and fetched as fast as they come. Says false when too much is
  /// held already.
  func beginGathering(for reader: Int) -> Bool {
    if gathering == nil || gathering?.phase == .failed {
      guard shard.beginGathering(of: content) else { return false }
      gathering = gathering ?? SliceGathering(count: content.geometry.count)
      gathering?.restart()
      fill.runsAhead = true
    }
    gathering?.readerJoined(reader)
    for slice in 0..<content.geometry.count {
      if let stored = find(slice) { gather(slice, stored) }
    }
    return true
  }

  /// Holds a slice, and has the id computed when it was the last that was missing.
  func gather(_ slice: Int, _ stored: StoredContent) {
    if slice == content.geometry.count - 1 { heldEnd?.attach(stored.body) }
    guard let all = gathering?.add(slice, stored) else { return }
    shard.verifier.check(content, all) { self.checked(all, $0) }
  }

  /// A place among those who read the last slice but for its last byte.
  func heldSeat(of stored: StoredContent? = nil) -> FillSeat {
    let body = heldEnd ?? GrowingBody(resumeWriter: {})
    if heldEnd == nil {
      body.holdLastByte()
      heldEnd = body
    }
    let slice = content.geometry.count - 1
    if let stored = stored ?? find(slice) { body.attach(stored.body) }
    return FillSeat(body, isFirst: false, left: {})
  }

  private func checked(_ slices: [StoredContent], _ verdict: Verifier.Verdict) {
    guard gathering?.phase == .checking else { return }
    switch verdict {
    case .passed:
      // What was evicted while it was held is worth keeping now.
      for slice in slices where shard.contents.lookup(slice.key, at: shard.seconds).content == nil {
        _ = shard.contents.insert(slice, asSliceOf: content)
      }
      endGathering(hasPassed: true)
      endHeld(.whole(content.geometry.bytes(of: content.geometry.count - 1).count))
    case .wrong: endAll(.origin(OriginFailure(.mismatched)))
    case .unknown:
      endGathering()
      endHeld(.failed(.overloaded))
    }
    proceed()
  }

  /// Nothing is held any more.
  func endGathering(hasPassed: Bool = false) {
    guard let phase = gathering?.phase, phase == .gathering || phase == .checking else { return }
    gathering?.end(hasPassed: hasPassed)
    fill.runsAhead = false
    shard.endGathering(of: content)
  }

  /// Ends the last slice for those who do not have its last byte.
  func endHeld(_ ending: GrowingBody.Ending) {
    heldEnd?.end(ending)
    heldEnd = nil
  }
}
