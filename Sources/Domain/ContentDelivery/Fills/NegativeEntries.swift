/// What is known not to be had, for a few seconds: it saves the origins from askers who insist.
/// Bounded; the oldest go first.
struct NegativeEntries {
  private struct Entry {
    let failure: OriginFailure
    let until: Int64
  }

  private let countMax: Int
  private var entries: [ContentKey: Entry] = [:]
  /// Keys in the order of their arrival, as a ring once it is full.
  private var order: [ContentKey] = []
  private var next = 0

  /// A table of at most `countMax` entries.
  init(countMax: Int) { self.countMax = max(countMax, 1) }

  /// Entries, some of which may be out of date.
  var count: Int { entries.count }

  /// Why the content is not to be had, and for how many seconds more that is believed.
  func find(_ key: ContentKey, at seconds: Int64) -> (failure: OriginFailure, left: Int64)? {
    guard let entry = entries[key], seconds < entry.until else { return nil }
    return (entry.failure, entry.until - seconds)
  }

  /// Remembers that content is not to be had.
  mutating func insert(_ key: ContentKey, _ failure: OriginFailure, until: Int64) {
    let entry = Entry(failure: failure, until: until)
    if entries.updateValue(entry, forKey: key) != nil { return }
    if order.count < countMax {
      order.append(key)
      return
    }
    if order[next] != key { entries[order[next]] = nil }
    order[next] = key
    next = (next + 1) % countMax
  }

  /// Forgets an entry: the content is there after all.
  mutating func remove(_ key: ContentKey) { entries[key] = nil }
}
