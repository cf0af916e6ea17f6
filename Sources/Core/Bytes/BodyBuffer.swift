internal import CLinux
internal import Glibc
internal import Synchronization

/// The bytes of one body: appended by one writer, and read by any number of others, on any
/// thread, up to the count that the writer has published.
///
/// The bytes are kept in one of three ways. A declared length below the threshold is one
/// allocation of exactly that size; a longer one is a memory file, from which `sendfile` sends
/// without copying; an unknown length is a list of chunks that grow with the body by an eighth,
/// 64 KiB at least, so that at most an eighth of what is charged is unused. When no memory file is
/// to be had, a long body is one allocation, too.
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
    case file(descriptor: Int32, mapping: UnsafeRawPointer, count: Int)
  }

  /// A buffer for a body of a declared or unknown length.
  ///
  /// - Throws: `.tooLong`, `.overBudget` or `.outOfMemory`; nothing stays charged then.
  package init(
    length: Int?, placement: BodyBufferPlacement, budget: ByteBudget
  ) throws(BodyBufferError) {
    let limit = placement.lengthMax
    if let length, length < 0 || length > limit { throw .tooLong(limit: limit) }
    let inFile =
      (length ?? 0) >= placement.fileThreshold && budget.filesMax > 0 && budget.reserveFile()
    let cost = placement.overhead + Self.cost(length: length, inFile: inFile)
    guard budget.reserve(cost) else {
      if inFile { budget.releaseFile() }
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
    if inFile, let file = Self.makeFile(count: length) {
      charged = cost
      storage = file
      return
    }
    if inFile { budget.releaseFile() }
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
    case .file(let descriptor, let mapping, let count):
      unsafe munmap(UnsafeMutableRawPointer(mutating: mapping), count)
      close(descriptor)
      budget.releaseFile()
    }
    budget.release(charged)
  }

  /// Bytes that may be read, by anyone.
  package var count: Int { published.load(ordering: .acquiring) }

  /// Whether no byte will be added any more.
  package var isFinished: Bool { finished.load(ordering: .acquiring) }

  /// Bytes charged to the budget; exact for the writer, and for anyone once finished.
  package var chargedCount: Int { charged }

  /// Whether the bytes are in a memory file.
  package var isFile: Bool {
    if case .file = storage { return true }
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
    case .whole(let memory):
      unsafe bytes.withUnsafeBytes { unsafe memory.advanced(by: start).copy(from: $0) }
    case .chunks(let directory):
      try append(bytes, at: start, to: directory)
    case .file(let descriptor, _, _):
      try Self.write(bytes, at: start, to: descriptor)
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
  private static func cost(length: Int?, inFile: Bool) -> Int {
    guard let length else { return ChunkDirectory.byteCount }
    return inFile ? (length + 4095) & ~4095 : length
  }

  private static func makeFile(count: Int) -> Storage? {
    let descriptor = unsafe floe_memfd("floe-body")
    guard descriptor >= 0 else { return nil }
    let size = (count + 4095) & ~4095
    guard ftruncate(descriptor, size) == 0,
      let mapping = unsafe mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0),
      unsafe mapping != MAP_FAILED
    else {
      close(descriptor)
      return nil
    }
    return unsafe .file(
      descriptor: descriptor, mapping: UnsafeRawPointer(mapping), count: size)
  }

  /// `pwrite` and not the mapping: it takes no page faults, and says so when memory is short where
  /// a store would end the process.
  private static func write(
    _ bytes: Span<UInt8>, at start: Int, to descriptor: Int32
  ) throws(BodyBufferError) {
    var done = 0
    while done < bytes.count {
      let written = unsafe bytes.withUnsafeBytes {
        unsafe pwrite(descriptor, $0.baseAddress! + done, $0.count - done, start + done)
      }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw .outOfMemory(errno: errno) }
      done += written
    }
  }
}
