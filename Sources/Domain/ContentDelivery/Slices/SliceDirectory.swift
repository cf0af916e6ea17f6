/// The contents at home on a shard that are kept in slices. Bounded: of those that nobody has
/// asked for since the last round, the oldest go first.
struct SliceDirectory {
  private struct Entry {
    var content: SlicedContent
    var wasAsked = false
  }

  private let countMax: Int
  private var entries: [ContentKey: Entry] = [:]
  /// Keys in the order of their arrival, as a ring once it is full.
  private var order: [ContentKey] = []
  private var next = 0

  /// A directory of at most `countMax` contents.
  init(countMax: Int) { self.countMax = max(countMax, 1) }

  /// Contents in the directory.
  var count: Int { entries.count }

  /// All of them, in no order.
  var contents: [SlicedContent] { entries.values.map(\.content) }

  /// Finds content, fresh or not.
  mutating func find(_ key: ContentKey) -> SlicedContent? {
    guard let content = entries[key]?.content else { return nil }
    entries[key]?.wasAsked = true
    return content
  }

  /// Puts content in; gives what had its key, or what had to go for it.
  mutating func insert(_ content: SlicedContent) -> SlicedContent? {
    if let old = entries.updateValue(Entry(content: content), forKey: content.key) {
      return old.content
    }
    guard order.count >= countMax else {
      order.append(content.key)
      return nil
    }
    // Two rounds at most: the first forgets who was asked for.
    for _ in 0..<(2 * countMax) where entries[order[next]]?.wasAsked == true {
      entries[order[next]]?.wasAsked = false
      next = (next + 1) % countMax
    }
    // A key forgotten meanwhile has left a gap in the ring: it is filled like any other.
    let victim = order[next] == content.key ? nil : entries.removeValue(forKey: order[next])
    order[next] = content.key
    next = (next + 1) % countMax
    return victim?.content
  }

  /// Takes content out.
  mutating func remove(_ key: ContentKey) -> SlicedContent? {
    entries.removeValue(forKey: key)?.content
  }

  /// Forgets everything.
  mutating func removeAll() {
    entries = [:]
    order = []
    next = 0
  }
}
