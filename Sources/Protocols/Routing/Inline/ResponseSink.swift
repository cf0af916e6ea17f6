/// Gathers responses as heads in one slab and bodies by reference, for one `writev` or more.
///
/// One instance belongs to one shard. Bodies are borrowed: whoever sends decides whether what is
/// left over after the first write has to be retained. `@safe`: the slab lives as long as the
/// instance, and the pointers of body segments as long as their owners.
@safe
@usableFromInline package final class ResponseSink {
  /// A run of bytes to send, in order.
  @safe
  package struct Segment {
    /// Where the bytes are.
    package enum Place {
      /// In the slab, from `offset`.
      case head
      /// At an address that `owner` keeps alive.
      case memory
      /// At an address in pages that `owner` keeps mapped and that are never written again.
      case pages
    }

    /// Where the run lies: in the slab from `offset`, or in memory at `address`.
    package var place: Place
    package var address: UnsafeRawPointer?
    package var offset: Int
    package var count: Int
    /// Keeps the bytes alive; nil for the slab.
    package var owner: Unmanaged<AnyObject>?
  }

  /// Bytes of heads that fit.
  package static let headCapacity = 64 * 1024
  /// Segments that fit.
  package static let segmentsMax = 64
  /// The longest head that a responder may write.
  package static let responseHeadMax = 3584

  /// The heads and the runs gathered so far.
  package let slab: UnsafeMutablePointer<UInt8>
  @exclusivity(unchecked) package private(set) var headCount = 0
  package let segments: UnsafeMutablePointer<Segment>
  @exclusivity(unchecked) package private(set) var segmentCount = 0
  /// Bytes of all segments.
  @exclusivity(unchecked) package private(set) var byteCount = 0

  /// An empty sink with its memory.
  package init() {
    unsafe slab = .allocate(capacity: Self.headCapacity)
    unsafe segments = .allocate(capacity: Self.segmentsMax)
  }

  deinit {
    unsafe slab.deallocate()
    unsafe segments.deallocate()
  }

  /// Whether one more response of one head and one body fits.
  package var hasRoom: Bool {
    unsafe headCount + Self.responseHeadMax <= Self.headCapacity
      && segmentCount + 3 <= Self.segmentsMax
  }

  /// Whether nothing has been gathered.
  package var isEmpty: Bool { unsafe segmentCount == 0 }

  /// Appends what the closure writes to the slab, up to `responseHeadMax` bytes.
  @inline(__always)
  package func appendHead(_ write: (inout OutputSpan<UInt8>) -> Void) {
    let free = unsafe min(Self.responseHeadMax, Self.headCapacity - headCount)
    let buffer = unsafe UnsafeMutableBufferPointer(start: slab + headCount, count: free)
    var output = unsafe OutputSpan<UInt8>(buffer: buffer, initializedCount: 0)
    write(&output)
    let count = unsafe output.finalize(for: buffer)
    if unsafe segmentCount > 0, case .head = unsafe segments[segmentCount - 1].place {
      unsafe segments[segmentCount - 1].count += count
    } else {
      unsafe (segments + segmentCount).initialize(
        to: Segment(place: .head, address: nil, offset: headCount, count: count, owner: nil))
      unsafe segmentCount += 1
    }
    unsafe headCount += count
    unsafe byteCount += count
  }

  /// Appends bytes that `owner` keeps alive, where `place` says: in memory or in pages.
  package func append(
    _ bytes: UnsafeRawBufferPointer, in place: Segment.Place, owner: AnyObject
  ) {
    guard bytes.count > 0 else { return }
    unsafe (segments + segmentCount).initialize(
      to: Segment(
        place: place, address: bytes.baseAddress, offset: 0, count: bytes.count,
        owner: .passUnretained(owner)))
    unsafe segmentCount += 1
    unsafe byteCount += bytes.count
  }

  /// Everything that was gathered, where it is one run of the slab: a small response.
  package var soleHead: UnsafeRawBufferPointer? {
    guard unsafe segmentCount == 1, case .head = unsafe segments[0].place else { return nil }
    return unsafe UnsafeRawBufferPointer(start: slab + segments[0].offset, count: byteCount)
  }

  /// Forgets everything.
  package func reset() {
    unsafe headCount = 0
    unsafe segmentCount = 0
    unsafe byteCount = 0
  }
}
