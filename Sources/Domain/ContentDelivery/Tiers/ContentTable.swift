/// Finds entries by key: open addressing with linear probing over eight-byte places.
///
/// A look-up reads one place, mostly, and one entry: two cache misses whatever the size. At half
/// full the places double, before probes are so long that a processor guesses their ends wrongly
/// (a quarter more time at six tenths than at half); the old ones are moved over 32 at a time with
/// each change, so no single insertion pays for a million others; their memory goes back piece by
/// piece, too.
final class ContentTable {
  private static let movedPerChange = 32

  let entries = EntrySlab()
  private let seed: ContentKeySecret
  private var slots: SlotArray
  /// The places that are being moved, and the first that is not yet.
  private var old: SlotArray?
  private var moved = 0
  /// Places that have been moved and are being given back.
  private var retired: TableMemory?

  /// An empty table; its growth starts from `capacity` places.
  init(seed: ContentKeySecret, capacity: Int = 256) {
    self.seed = seed
    slots = SlotArray(capacity: capacity)
  }

  deinit {
    removeAll()
    var memory = slots.memory
    memory.deallocate()
  }

  /// Entries in the table.
  var count: Int { entries.count }

  /// The entry with this key.
  @inline(__always)
  func find(_ key: ContentKey) -> ContentEntry.Index? {
    let tag = UInt32(truncatingIfNeeded: key.hash(seed: seed))
    if let place = place(of: key, tag, in: slots) { return slots.index(at: place) }
    guard let old else { return nil }
    return findMoving(key, tag, in: old)
  }

  @inline(never)
  private func findMoving(
    _ key: ContentKey, _ tag: UInt32, in old: SlotArray
  ) -> ContentEntry.Index? {
    place(of: key, tag, in: old).map { old.index(at: $0) }
  }

  /// Puts an entry in; none with its key may be there.
  func insert(_ entry: consuming ContentEntry) -> ContentEntry.Index {
    let key = entry.key
    precondition(find(key) == nil, "the key is there already")
    moveSome()
    if (count + 1) * 2 > slots.capacity { grow() }
    let index = entries.insert(entry)
    slots.insert(UInt32(truncatingIfNeeded: key.hash(seed: seed)), index)
    return index
  }

  /// Takes an entry out.
  func remove(_ key: ContentKey) -> StoredContent? {
    let tag = UInt32(truncatingIfNeeded: key.hash(seed: seed))
    defer { moveSome() }
    if let place = place(of: key, tag, in: slots) {
      let index = slots.index(at: place)
      slots.remove(at: place)
      return entries.remove(index)
    }
    guard let old, let place = place(of: key, tag, in: old) else { return nil }
    let index = old.index(at: place)
    old.bury(at: place)
    return entries.remove(index)
  }

  /// Takes all entries out, in the order of their places.
  func removeAll() {
    for array in [slots, old].compactMap(\.self) {
      for place in 0..<array.capacity {
        let index = array.index(at: place)
        guard index != ContentEntry.none else { continue }
        array.bury(at: place)
        _ = entries.remove(index)
      }
      var memory = array.memory
      memory.deallocate()
    }
    old = nil
    retired?.deallocate()
    retired = nil
    slots = SlotArray(capacity: 256)
  }

  @inline(__always)
  private func place(of key: ContentKey, _ tag: UInt32, in array: SlotArray) -> Int? {
    let entries = entries
    return array.place(of: tag) { unsafe entries[$0].pointee.key.equals(key) }
  }

  private func grow() {
    // The last doubling is long over: its places were moved with the first few changes after it.
    while old != nil { moveSome() }
    old = slots
    moved = 0
    slots = SlotArray(capacity: slots.capacity * 2)
  }

  private func moveSome() {
    guard let old else {
      if retired?.deallocateSome() == true { retired = nil }
      return
    }
    let end = min(moved + Self.movedPerChange, old.capacity)
    while moved < end {
      old.move(at: moved, to: slots)
      moved += 1
    }
    if moved == old.capacity {
      retired?.deallocate()
      retired = old.memory
      self.old = nil
    }
  }
}
