internal import Bytes
internal import WalrusIdentity

/// Contents at home here that are kept in slices: what is known of each is in the directory, and
/// every slice is an entry of its own, evicted by itself.
extension ContentShard {
  /// Which contents are kept in slices.
  var sliceLimits: SliceLimits { tier.limits.slices }

  /// What is known of content in slices, fresh or not.
  func sliced(_ key: ContentKey) -> SlicedContent? { directory.find(key) }

  /// Remembers content in slices. The slices that are there stay if they are of the same bytes.
  func keep(_ content: SlicedContent) {
    remember(KnownSize(content.metadata), of: content.key)
    guard let old = directory.insert(content, isPinned: { tier.pins.contains($0) }) else { return }
    if old.key != content.key || !old.hasSameBytes(as: content) { removeSlices(of: old) }
  }

  /// What is known of the bytes of content; nil when it is not kept any more.
  func ledger(of content: SlicedContent) -> SliceLedger? { directory.ledger(of: content) }

  /// Remembers the digest of a slice of which nothing is known, unless the content is not kept any
  /// more or there is no room: what is not remembered cannot be proven.
  func record(_ digest: Bytes32, of slice: Int, from source: String, in content: SlicedContent) {
    guard let ledger = directory.ledger(of: content) else { return }
    while !directory.hasRoomForDigest {
      guard
        let victim = directory.relieve(for: content, isPinned: { tier.pins.contains($0) })
      else { return }
      removeSlices(of: victim)
    }
    let isRecorded =
      ledger.record(digest, of: slice, from: source, in: tier.budget)
      || (makeRoom(for: SliceLedger.digestsPerShare * SliceLedger.bytesPerDigest)
        && ledger.record(digest, of: slice, from: source, in: tier.budget))
    if isRecorded { directory.recorded() }
  }

  /// Every slice of content in order; nil when one is missing. Looks first for one that was missing
  /// before, so that asking again and again costs little.
  func allSlices(of content: SlicedContent) -> [StoredContent]? {
    guard let ledger = directory.ledger(of: content), slice(ledger.absentee, of: content) != nil
    else { return nil }
    var slices: [StoredContent] = []
    for number in 0..<content.geometry.count {
      guard let slice = slice(number, of: content) else {
        ledger.absentee = number
        return nil
      }
      slices.append(slice)
    }
    return slices
  }

  /// A slice of content that is kept, if it is there.
  func slice(_ number: Int, of content: SlicedContent) -> StoredContent? {
    guard let entry = unsafe entry(of: content.key.slice(number)) else { return nil }
    let stored = unsafe entry.pointee.content.takeUnretainedValue()
    // What is left of another content with this name.
    guard stored.metadata.entityTag == content.metadata.entityTag,
      stored.metadata.length == content.geometry.bytes(of: number).count
    else { return nil }
    return stored
  }

  /// Stores a slice; says false when it is not admitted, or its content is not kept any more.
  func insert(_ slice: StoredContent, asSliceOf content: SlicedContent) -> Bool {
    guard let current = directory.find(content.key), current.hasSameBytes(as: content) else {
      return false
    }
    return tier.insert(slice) { depart($0) }
  }

  /// Keeps the slices of content from being evicted, which are there and proven, or none of them.
  func pin(_ content: SlicedContent) -> PinState {
    let slices = (0..<content.geometry.count).map { content.key.slice($0) }
    return tier.pin(content.key, slices: slices, proof: content.metadata.proof)
  }

  /// Pins content in slices whose pin has waited for it to be proven.
  func pinIfWanted(_ content: SlicedContent) {
    if tier.pins.contains(content.key) { _ = pin(content) }
  }

  /// Takes content in slices out; false when there was none.
  func removeSliced(_ key: ContentKey) -> Bool {
    guard let content = directory.remove(key) else { return false }
    removeSlices(of: content)
    return true
  }

  /// Takes out every content in slices that matches; how many there were.
  func removeSliced(where matches: (SlicedContent) -> Bool) -> Int {
    directory.contents.filter(matches).count { removeSliced($0.key) }
  }

  private func removeSlices(of content: SlicedContent) {
    for number in 0..<content.geometry.count {
      if let departure = tier.remove(content.key.slice(number)) { depart(departure) }
    }
  }
}
