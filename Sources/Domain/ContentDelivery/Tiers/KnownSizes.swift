/// The lengths and types of contents seen lately, also of those that have been evicted, so that
/// a HEAD request needs no body from upstream. Bounded; the oldest go first.
struct KnownSizes {
  private let countMax: Int
  private var sizes: [ContentKey: KnownSize] = [:]
  /// Keys in the order of their arrival, as a ring once it is full.
  private var order: [ContentKey] = []
  private var next = 0

  /// An empty table of at most `countMax` sizes.
  init(countMax: Int) {
    self.countMax = max(countMax, 1)
  }

  /// Sizes remembered.
  var count: Int { sizes.count }

  /// What is known of content, while it is fresh.
  func size(of key: ContentKey, at seconds: Int64) -> KnownSize? {
    guard let size = sizes[key], seconds < size.freshUntil else { return nil }
    return size
  }

  /// Remembers a size.
  mutating func remember(_ size: KnownSize, of key: ContentKey) {
    if sizes.updateValue(size, forKey: key) != nil { return }
    if order.count < countMax {
      order.append(key)
      return
    }
    // A key forgotten meanwhile has left a gap in the ring: it is filled like any other.
    if order[next] != key { sizes[order[next]] = nil }
    order[next] = key
    next = (next + 1) % countMax
  }

  /// Forgets what was purged.
  mutating func forget(_ key: ContentKey) { sizes[key] = nil }

  /// Forgets everything.
  mutating func removeAll() {
    sizes = [:]
    order = []
    next = 0
  }
}
