internal import Bytes

/// Stored content as one shard sees it: two cache lines with everything that a hit needs, so that
/// the shared object itself is not touched.
///
/// `@safe`: the addresses are those of `content`, which the entry holds a reference to from the
/// moment it is put into a slab until it is taken out.
@safe
struct ContentEntry {
  /// The number of an entry in its slab; stays the same as long as the entry is there.
  typealias Index = UInt32

  let key: ContentKey
  /// Holds a reference.
  let content: Unmanaged<StoredContent>
  /// The lines of the head block.
  let lines: UnsafeRawPointer
  /// All of the body, where it is one run of memory; nil when it is in chunks.
  let body: UnsafeRawPointer?
  let length: Int
  let storedAt: Int64
  let freshUntil: Int64
  let extents: HeadBlock.Extents
  /// Whether another shard is the content's home.
  let isBorrowed: Bool
  /// Whether the slab holds an entry here; for the slab alone.
  var isOccupied = true
  /// Whether it was asked for since this shard last looked for something to drop.
  var wasVisited = false
  /// Which queue of the eviction policy it is in; for the policy alone.
  var queue: UInt8 = 0
  /// Whether it is never evicted; for the tier alone.
  var isPinned = false
  /// Whether the body lies in pages that hold nothing else.
  let hasOwnPages: Bool
  /// The neighbours in the policy's queue; for the policy alone.
  var newer: Index = ContentEntry.none
  var older: Index = ContentEntry.none
  /// The shards that answer with this content, a bit each; at its home only.
  var borrowers: UInt64 = 0

  // Pointers and numbers only, so that a slab may keep entries in place and reuse them.

  /// The index of no entry.
  static let none = Index.max

  /// An entry that takes a reference to the content.
  ///
  /// - Parameter name: what it is found by; its own key when nil.
  init(_ content: StoredContent, isBorrowed: Bool, name: ContentKey? = nil) {
    key = name ?? content.key
    unsafe self.content = .passRetained(content)
    unsafe lines = content.head.lines
    extents = content.head.extents
    length = content.metadata.length
    storedAt = content.metadata.storedAt
    freshUntil = content.metadata.freshUntil
    self.isBorrowed = isBorrowed
    let piece = content.body.piece(at: 0)
    let isOneRun = piece == nil || piece?.count == length
    if let piece, isOneRun {
      unsafe body = piece.memory.baseAddress
      hasOwnPages = piece.hasOwnPages
    } else {
      unsafe body = nil
      hasOwnPages = false
    }
  }
}
