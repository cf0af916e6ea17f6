/// The contents at home on a shard that are kept in slices, with what is known of their bytes.
/// Bounded by their number and by the digests that are remembered of them: of those that nobody has
/// asked for since the last round, the oldest go first.
struct SliceDirectory {
  private struct Entry {
    var content: SlicedContent
    let ledger: SliceLedger
    var wasAsked = false
  }

  private let countMax: Int
  private let digestsMax: Int
  private var entries: [ContentKey: Entry] = [:]
  /// Keys in the order of their arrival, as a ring once it is full.
  private var order: [ContentKey] = []
  private var next = 0

  /// A directory of at most `countMax` contents and `digestsMax` digests.
  init(countMax: Int, digestsMax: Int = .max) {
    self.countMax = max(countMax, 1)
    self.digestsMax = digestsMax
  }

  /// Contents in the directory.
  var count: Int { entries.count }

  /// All of them, in no order.
  var contents: [SlicedContent] { entries.values.map(\.content) }

  /// Digests that are remembered.
  private(set) var digestCount = 0

  /// Whether one more digest may be remembered.
  var hasRoomForDigest: Bool { digestCount < digestsMax }

  /// Finds content, fresh or not.
  mutating func find(_ key: ContentKey) -> SlicedContent? {
    guard let content = entries[key]?.content else { return nil }
    entries[key]?.wasAsked = true
    return content
  }

  /// What is known of the bytes of content; nil when it is not kept any more.
  func ledger(of content: SlicedContent) -> SliceLedger? {
    guard let entry = entries[content.key], entry.content.hasSameBytes(as: content) else {
      return nil
    }
    return entry.ledger
  }

  /// Puts content in; gives what had its key, or what had to go for it.
  ///
  /// - Parameter isPinned: whether content may not go.
  mutating func insert(
    _ content: SlicedContent, isPinned: (ContentKey) -> Bool = { _ in false }
  ) -> SlicedContent? {
    if let old = entries[content.key] {
      // What is known of the same bytes stays known.
      let isSame = old.content.hasSameBytes(as: content)
      if !isSame { digestCount -= old.ledger.digestCount }
      entries[content.key] = Entry(
        content: content,
        ledger: isSame ? old.ledger : SliceLedger(count: content.geometry.count))
      return old.content
    }
    defer {
      entries[content.key] = Entry(
        content: content, ledger: SliceLedger(count: content.geometry.count))
    }
    guard order.count >= countMax else {
      order.append(content.key)
      return nil
    }
    turn(isPinned)
    // A key forgotten meanwhile has left a gap in the ring: it is filled like any other.
    let victim = order[next] == content.key ? nil : take(order[next])
    order[next] = content.key
    next = (next + 1) % countMax
    return victim
  }

  /// Goes on to the next that may go; two rounds at most: the first forgets who was asked for.
  private mutating func turn(_ isPinned: (ContentKey) -> Bool) {
    for _ in 0..<(2 * order.count) {
      guard let entry = entries[order[next]], entry.wasAsked || isPinned(order[next]) else {
        return
      }
      entries[order[next]]?.wasAsked = false
      next = (next + 1) % order.count
    }
  }

  /// Takes out content other than this one, so that its digests are forgotten; nil when there is
  /// none that may go.
  mutating func relieve(
    for content: SlicedContent, isPinned: (ContentKey) -> Bool
  ) -> SlicedContent? {
    for _ in 0..<order.count {
      turn(isPinned)
      let key = order[next]
      next = (next + 1) % order.count
      guard key != content.key, !isPinned(key), let entry = entries[key],
        entry.ledger.digestCount > 0
      else { continue }
      return take(key)
    }
    return nil
  }

  /// A digest was recorded in the ledger of content.
  mutating func recorded() { digestCount += 1 }

  private mutating func take(_ key: ContentKey) -> SlicedContent? {
    guard let entry = entries.removeValue(forKey: key) else { return nil }
    digestCount -= entry.ledger.digestCount
    return entry.content
  }

  /// Takes content out.
  mutating func remove(_ key: ContentKey) -> SlicedContent? { take(key) }

  /// Forgets everything.
  mutating func removeAll() {
    entries = [:]
    order = []
    next = 0
    digestCount = 0
  }
}
