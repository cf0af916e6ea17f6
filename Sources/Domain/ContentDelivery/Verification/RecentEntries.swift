/// A table that keeps the latest so many entries; the oldest go first.
struct RecentEntries<Key: Hashable, Value> {
  private let countMax: Int
  private var values: [Key: Value] = [:]
  /// Keys in the order of their arrival, as a ring once it is full.
  private var order: [Key] = []
  private var next = 0

  /// An empty table of at most `countMax` entries.
  init(countMax: Int) { self.countMax = max(countMax, 1) }

  var count: Int { values.count }

  /// The value of a key. Setting one that is there leaves its age as it is.
  subscript(key: Key) -> Value? {
    get { values[key] }
    set {
      guard let newValue else {
        values[key] = nil
        return
      }
      if values.updateValue(newValue, forKey: key) != nil { return }
      guard order.count == countMax else { return order.append(key) }
      // A key that was removed meanwhile has left a gap in the ring: it is filled like any other.
      if order[next] != key { values[order[next]] = nil }
      order[next] = key
      next = (next + 1) % countMax
    }
  }
}
