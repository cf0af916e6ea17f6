/// Places of a hash table: each holds the upper half of a hash and the index of an entry, eight
/// bytes in all, so a probe looks at eight places in a cache line.
///
/// `@safe`: the memory belongs to one `ContentTable`; places are masked before they are used.
@safe
struct SlotArray {
  /// What a removed place holds while its array is being emptied into a larger one.
  private static let tombstone: UInt64 = 1 << 63

  private let slots: UnsafeMutablePointer<UInt64>
  private let mask: Int

  /// Places in the array, a power of two.
  var capacity: Int { mask + 1 }

  /// An empty array.
  init(capacity: Int) {
    precondition(capacity & (capacity - 1) == 0)
    mask = capacity - 1
    let memory = TableMemory(byteCount: capacity * MemoryLayout<UInt64>.stride)
    unsafe slots = memory.base.bindMemory(to: UInt64.self, capacity: capacity)
  }

  /// What the array lies in, to be given back by whoever uses the array last.
  var memory: TableMemory {
    unsafe TableMemory(base: slots, byteCount: capacity * MemoryLayout<UInt64>.stride)
  }

  @inline(__always)
  private static func slot(_ tag: UInt32, _ index: ContentEntry.Index) -> UInt64 {
    UInt64(tag) << 32 | UInt64(index &+ 1)
  }

  /// The place of the entry with this tag for which `matches` is true.
  @inline(__always)
  func place(of tag: UInt32, where matches: (ContentEntry.Index) -> Bool) -> Int? {
    var place = Int(tag) & mask
    while true {
      let slot = unsafe slots[place]
      if slot == 0 { return nil }
      if UInt32(truncatingIfNeeded: slot >> 32) == tag {
        let index = UInt32(truncatingIfNeeded: slot) &- 1
        if index != ContentEntry.none && matches(index) { return place }
      }
      place = (place &+ 1) & mask
    }
  }

  /// The index of the entry at a place.
  @inline(__always)
  func index(at place: Int) -> ContentEntry.Index {
    UInt32(truncatingIfNeeded: unsafe slots[place & mask]) &- 1
  }

  /// Puts an entry into the first free place after that of its tag; there must be one.
  func insert(_ tag: UInt32, _ index: ContentEntry.Index) {
    var place = Int(tag) & mask
    while unsafe slots[place] != 0 { place = (place &+ 1) & mask }
    unsafe slots[place] = Self.slot(tag, index)
  }

  /// Empties a place and moves later ones up, so that no probe is cut short.
  func remove(at removed: Int) {
    var hole = removed & mask
    var place = hole
    while true {
      place = (place &+ 1) & mask
      let slot = unsafe slots[place]
      if slot == 0 { break }
      let home = Int(slot >> 32) & mask
      if (place &- home) & mask >= (place &- hole) & mask {
        unsafe slots[hole] = slot
        hole = place
      }
    }
    unsafe slots[hole] = 0
  }

  /// Marks a place as removed, without moving others.
  func bury(at place: Int) { unsafe slots[place & mask] = Self.tombstone }

  /// Moves what is at a place into another array.
  func move(at place: Int, to other: SlotArray) {
    let slot = unsafe slots[place & mask]
    guard UInt32(truncatingIfNeeded: slot) != 0 else { return }
    other.insert(UInt32(truncatingIfNeeded: slot >> 32), UInt32(truncatingIfNeeded: slot) &- 1)
    bury(at: place)
  }
}
