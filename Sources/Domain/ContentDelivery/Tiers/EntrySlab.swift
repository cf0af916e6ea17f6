internal import Bytes

/// The entries of one shard, at addresses that never change: segments are added, never moved, so
/// growing costs the same with a thousand entries as with a million.
///
/// `@safe`: an index is valid from `insert` to `remove`; the table and the policy, the only
/// holders of indices, are told of both.
@safe
final class EntrySlab {
  private static let segmentShift: UInt32 = 10
  private static let segmentCount = 1 << 10

  private var segments: UnsafeMutablePointer<UnsafeMutablePointer<ContentEntry>>
  private var segmentsCapacity = 16
  private var segmentsCount = 0
  /// Entries beyond this index were never used.
  private var untouched: ContentEntry.Index = 0
  /// The first of the free entries, which are linked through `older`.
  private var free = ContentEntry.none
  private(set) var count = 0

  /// An empty slab.
  init() {
    unsafe segments = .allocate(capacity: segmentsCapacity)
  }

  deinit {
    // The owner removes every entry before; here only the memory goes.
    precondition(count == 0, "a slab with entries would leak what they hold")
    for index in 0..<segmentsCount { unsafe UnsafeMutableRawPointer(segments[index]).deallocate() }
    unsafe segments.deallocate()
  }

  /// The indices that may be in use; for walking over all entries.
  var upperBound: ContentEntry.Index { untouched }

  /// The entry at an index.
  @inline(__always)
  subscript(index: ContentEntry.Index) -> UnsafeMutablePointer<ContentEntry> {
    unsafe segments[Int(index >> Self.segmentShift)]
      + Int(index & UInt32(truncatingIfNeeded: Self.segmentCount - 1))
  }

  /// The entry at an index that may be free; nil when it is.
  func occupant(at index: ContentEntry.Index) -> UnsafeMutablePointer<ContentEntry>? {
    guard index < untouched else { return nil }
    let entry = unsafe self[index]
    return unsafe entry.pointee.isOccupied ? entry : nil
  }

  /// Puts an entry in and gives it an index.
  func insert(_ entry: consuming ContentEntry) -> ContentEntry.Index {
    let index: ContentEntry.Index
    if free != ContentEntry.none {
      index = free
      free = unsafe self[index].pointee.older
    } else {
      index = untouched
      if Int(index >> Self.segmentShift) == segmentsCount { addSegment() }
      untouched += 1
    }
    unsafe self[index].initialize(to: entry)
    count += 1
    return index
  }

  /// Takes an entry out and gives its reference to the content to the caller.
  func remove(_ index: ContentEntry.Index) -> StoredContent {
    let content = unsafe self[index].pointee.content.takeRetainedValue()
    unsafe self[index].pointee.isOccupied = false
    unsafe self[index].pointee.older = free
    free = index
    count -= 1
    return content
  }

  private func addSegment() {
    if segmentsCount == segmentsCapacity {
      let grown = UnsafeMutablePointer<UnsafeMutablePointer<ContentEntry>>.allocate(
        capacity: segmentsCapacity * 2)
      unsafe grown.moveInitialize(from: segments, count: segmentsCount)
      unsafe segments.deallocate()
      unsafe segments = grown
      segmentsCapacity *= 2
    }
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: Self.segmentCount * MemoryLayout<ContentEntry>.stride, alignment: 64)
    unsafe (segments + segmentsCount).initialize(
      to: memory.bindMemory(to: ContentEntry.self, capacity: Self.segmentCount))
    segmentsCount += 1
  }
}

extension EntrySlab {
  /// Whether an entry was hit since the policy last took note.
  ///
  /// Home entries look at the count that all shards share, borrowed ones at their own mark.
  func hits(of index: ContentEntry.Index) -> UInt8 {
    let entry = unsafe self[index]
    if unsafe entry.pointee.isBorrowed { return unsafe entry.pointee.wasVisited ? 1 : 0 }
    return unsafe entry.pointee.content._withUnsafeGuaranteedRef { $0.head.hits }
  }

  /// Sets the hits of an entry, to what the policy wants to remember of them.
  func setHits(_ hits: UInt8, of index: ContentEntry.Index) {
    let entry = unsafe self[index]
    if unsafe entry.pointee.isBorrowed {
      unsafe entry.pointee.wasVisited = hits > 0
    } else {
      unsafe entry.pointee.content._withUnsafeGuaranteedRef { $0.head.setHits(hits) }
    }
  }

  /// Bytes of budget that go with an entry.
  func cost(of index: ContentEntry.Index) -> Int {
    unsafe self[index].pointee.content._withUnsafeGuaranteedRef { $0.body.chargedCount }
  }
}
