internal import Synchronization

/// The field lines of a stored response that are the same for every request, as bytes, with the
/// count of hits in front of them: the one allocation that every hit reads.
///
/// The lines stand in the order of their parts, so each kind of response takes a prefix:
/// general | validating | content | type | `Content-Length` of the whole.
///
/// `@safe`: the memory belongs to one `StoredContent`, which deallocates it in its `deinit`.
@safe
struct HeadBlock: Sendable {
  /// Bytes in front of the lines: the count of hits, alone in its word.
  private static let prefix = 8
  /// The most bytes of lines; with the fields of each request they fit into a response's head.
  static let countMax = 1664

  // Safe to share: constant after the initialiser, but for the atomic.
  nonisolated(unsafe) private let memory: UnsafeMutableRawPointer
  /// Where each kind of response ends in the lines.
  let extents: Extents

  /// Offsets into the lines.
  struct Extents {
    /// The end of what an error carries.
    var general: UInt16 = 0
    /// The end of what a 304 carries.
    var validating: UInt16 = 0
    /// The end of what a multipart 206 carries.
    var content: UInt16 = 0
    /// The end of what a 206 carries.
    var type: UInt16 = 0
    /// The end of what a 200 carries.
    var whole: UInt16 = 0
    /// Where the entity tag is, its quotes included.
    var tagStart: UInt16 = 0
    var tagEnd: UInt16 = 0
  }

  /// Prints the lines. Optional fields that would not fit are left out, the last first.
  init(_ fields: ContentFields, length: Int) {
    var lines: [UInt8] = []
    var extents = Extents()
    for part in [ContentFields.Part.general, .validating, .content, .type] {
      for field in fields.fields where field.part == part {
        let size = field.name.utf8.count + field.value.utf8.count + 4
        if part == .content && lines.count + size > Self.countMax - 400 { continue }
        lines += field.name.utf8
        lines += [UInt8(ascii: ":"), UInt8(ascii: " ")]
        if field.name == "ETag" {
          extents.tagStart = UInt16(lines.count)
          extents.tagEnd = UInt16(lines.count + field.value.utf8.count)
        }
        lines += field.value.utf8
        lines += [13, 10]
      }
      switch part {
      case .general: extents.general = UInt16(lines.count)
      case .validating: extents.validating = UInt16(lines.count)
      case .content: extents.content = UInt16(lines.count)
      case .type: extents.type = UInt16(lines.count)
      }
    }
    lines += "Content-Length: \(length)\r\n".utf8
    precondition(lines.count <= Self.countMax)
    extents.whole = UInt16(lines.count)
    self.extents = extents
    unsafe memory = .allocate(byteCount: Self.prefix + lines.count, alignment: 64)
    unsafe memory.bindMemory(to: Atomic<UInt8>.self, capacity: 1).initialize(to: Atomic(0))
    unsafe lines.withUnsafeBytes {
      unsafe memory.advanced(by: Self.prefix).copyMemory(
        from: $0.baseAddress!, byteCount: $0.count)
    }
  }

  /// Frees the memory.
  func deallocate() { unsafe memory.deallocate() }

  /// The first of the lines.
  var lines: UnsafeRawPointer { unsafe UnsafeRawPointer(memory + Self.prefix) }

  @inline(__always)
  private var counter: UnsafePointer<Atomic<UInt8>> {
    unsafe UnsafePointer(memory.assumingMemoryBound(to: Atomic<UInt8>.self))
  }

  /// Hits since they were last forgotten.
  var hits: UInt8 { unsafe counter.pointee.load(ordering: .relaxed) }

  /// Adds a hit unless the maximum is reached: a hot entry's count is only ever read.
  ///
  /// Load and store instead of an atomic addition: a lost hit does no harm.
  @inline(__always)
  func noteHit() { unsafe Self.noteHit(before: lines) }

  /// Adds a hit to the count in front of these lines.
  @inline(__always)
  static func noteHit(before lines: UnsafeRawPointer) {
    let counter = unsafe (lines - prefix).assumingMemoryBound(to: Atomic<UInt8>.self)
    let hits = unsafe counter.pointee.load(ordering: .relaxed)
    if hits < StoredContent.hitsMax {
      unsafe counter.pointee.store(hits &+ 1, ordering: .relaxed)
    }
  }

  /// Sets the count of hits; for the eviction policy.
  func setHits(_ hits: UInt8) { unsafe counter.pointee.store(hits, ordering: .relaxed) }
}
