internal import Glibc
internal import Synchronization

/// The bytes of one body: appended by one writer, and read by any number of others, on any
/// thread, up to the count that the writer has published.
///
/// The bytes are kept in one of three ways. A declared length below the threshold is one
/// allocation of exactly that size; a longer one has pages of its own, which are sent without
/// being copied; an unknown length is a list of chunks that grow with the body by an eighth,
/// 64 KiB at least, so that at most an eighth of what is charged is unused. When no pages are to
/// be had, a long body is one allocation, too.
///
/// Pages of their own are mapped, never taken from the allocator: what is still in a socket when
/// the buffer goes keeps its pages, and the next mapping gets others. Memory of the allocator
/// would be written again by its next owner while it is being sent.
///
/// Every byte is charged to a budget before it is allocated, and given back when the last
/// reference to the buffer is gone: evicted bytes that are still being sent stay charged.
///
/// `@safe`: addresses given out are valid as long as the buffer is, and cover published bytes
/// only. Unchecked `Sendable`: what is not constant or atomic belongs to the single writer; bytes
/// are written before they are published (release) and read after (acquire), and never change
/// again.
@safe
package final class BodyBuffer: @unchecked Sendable {
  /// The length given at the start; nil when it was not known.
  package let declaredLength: Int?
  /// The longest that the body may become.
  package let lengthMax: Int
  let storage: Storage
  private let budget: ByteBudget
  private var charged: Int
  private let published = Atomic<Int>(0)
  private let finished = Atomic<Bool>(false)

  /// Where the bytes are.
  @safe
  enum Storage {
    case whole(UnsafeMutableRawPointer)
    case chunks(ChunkDirectory)
    case pages(UnsafeMutableRawPointer, count: Int)
  }

  /// A buffer for a body of a declared or unknown length.
  ///
  /// - Throws: `.tooLong`, `.overBudget` or `.outOfMemory`; nothing stays charged then.
  package init(
    length: Int?, placement: BodyBufferPlacement, budget: ByteBudget
  ) throws(BodyBufferError) {
    let limit = placement.lengthMax
    if let length, length < 0 || length > limit { throw .tooLong(limit: limit) }
    let inPages = (length ?? 0) >= placement.pagesThreshold && budget.reserveMapping()
    let cost = placement.overhead + Self.cost(length: length, inPages: inPages)
    guard budget.reserve(cost) else {
      if inPages { budget.releaseMapping() }
      throw .overBudget
    }
    declaredLength = length
    lengthMax = length ?? limit
    self.budget = budget
    guard let length else {
      charged = cost
      storage = .chunks(ChunkDirectory())
      return
    }
    if inPages, let pages = Self.mapPages(count: length) {
      charged = cost
      storage = pages
      return
    }
    if inPages { budget.releaseMapping() }
    guard let memory = unsafe malloc(max(length, 1)) else {
      budget.release(cost)
      throw .outOfMemory(errno: ENOMEM)
    }
    charged = cost
    storage = unsafe .whole(memory)
  }

  /// An empty, finished body that is charged as if it had `count` bytes, so that a cache can be
  /// tried with contents that do not exist.
  ///
  /// - Throws: `.overBudget` or `.outOfMemory`; nothing stays charged then.
  package init(standingFor count: Int, budget: ByteBudget) throws(BodyBufferError) {
    guard budget.reserve(count) else { throw .overBudget }
    guard let memory = unsafe malloc(1) else {
      budget.release(count)
      throw .outOfMemory(errno: ENOMEM)
    }
    declaredLength = 0
    lengthMax = 0
    self.budget = budget
    charged = count
    storage = unsafe .whole(memory)
    finished.store(true, ordering: .releasing)
  }

  deinit {
    switch storage {
    case .whole(let memory): unsafe free(memory)
    case .chunks(let directory): directory.deallocate()
    case .pages(let pages, let count):
      unsafe munmap(pages, count)
      budget.releaseMapping()
    }
    budget.release(charged)
  }

  /// Bytes that may be read, by anyone.
  package var count: Int { published.load(ordering: .acquiring) }

  /// Whether no byte will be added any more.
  package var isFinished: Bool { finished.load(ordering: .acquiring) }

  /// Bytes charged to the budget; exact for the writer, and for anyone once finished.
  package var chargedCount: Int { charged }

  /// Whether the bytes are in pages that hold nothing else.
  package var hasOwnPages: Bool {
    if case .pages = storage { return true }
    return false
  }

  /// Adds bytes at the end and publishes them. For the single writer, before `finish`.
  ///
  /// - Throws: `.longerThanDeclared`, `.tooLong`, `.overBudget` or `.outOfMemory`; nothing of
  ///   `bytes` is published then.
  package func append(_ bytes: Span<UInt8>) throws(BodyBufferError) {
    precondition(!isFinished, "the body is finished")
    guard bytes.count > 0 else { return }
    let start = published.load(ordering: .relaxed)
    guard bytes.count <= lengthMax - start else {
      if let declaredLength { throw .longerThanDeclared(declared: declaredLength) }
      throw .tooLong(limit: lengthMax)
    }
    switch storage {
    case .whole(let memory), .pages(let memory, _):
      unsafe bytes.withUnsafeBytes { unsafe memory.advanced(by: start).copy(from: $0) }
    case .chunks(let directory):
      try append(bytes, at: start, to: directory)
    }
    published.store(start + bytes.count, ordering: .releasing)
  }

  /// Declares the body whole.
  ///
  /// - Throws: `.shorterThanDeclared`.
  package func finish() throws(BodyBufferError) {
    if let declaredLength, declaredLength != count {
      throw .shorterThanDeclared(declared: declaredLength, found: count)
    }
    finished.store(true, ordering: .releasing)
  }

  private func append(
    _ bytes: Span<UInt8>, at start: Int, to directory: ChunkDirectory
  ) throws(BodyBufferError) {
    while directory.capacity < start + bytes.count {
      let size = directory.nextChunkSize
      guard budget.reserve(size) else { throw .overBudget }
      guard directory.addChunk() else {
        budget.release(size)
        throw .outOfMemory(errno: ENOMEM)
      }
      charged += size
    }
    var done = 0
    while done < bytes.count {
      let room = unsafe directory.room(at: start + done)
      let part = bytes.extracting(done..<min(bytes.count, done + room.count))
      unsafe part.withUnsafeBytes { unsafe room.baseAddress!.copy(from: $0) }
      done += part.count
    }
  }
}

extension UnsafeMutableRawPointer {
  /// Copies all of `bytes` here.
  fileprivate func copy(from bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    unsafe copyMemory(from: start, byteCount: bytes.count)
  }
}

extension BodyBuffer {
  /// What a body is charged when it is made; chunks are charged as they are added.
  private static func cost(length: Int?, inPages: Bool) -> Int {
    guard let length else { return ChunkDirectory.byteCount }
    return inPages ? wholePages(length) : length
  }

  private static func wholePages(_ count: Int) -> Int { (count + 4095) & ~4095 }

  private static func mapPages(count: Int) -> Storage? {
    let size = wholePages(count)
    let pages = unsafe mmap(
      nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let pages = unsafe pages, unsafe pages != MAP_FAILED else { return nil }
    return unsafe .pages(pages, count: size)
  }
}
