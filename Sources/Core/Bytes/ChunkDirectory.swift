internal import Glibc

/// The chunks of a body whose length was not known when it began.
///
/// The directory has its full size from the start and only ever gains entries, so readers need
/// no lock: they look at chunks of published bytes only, whose entries were written before.
///
/// `@safe`: the memory belongs to one `BodyBuffer`, which deallocates it in its `deinit`.
@safe
struct ChunkDirectory {
  /// The chunks that a directory can hold: with growth by an eighth, far more than any memory.
  static let chunksMax = 128
  /// The size of the smallest chunk.
  static let chunkSizeMin = 64 * 1024
  /// Bytes of the directory itself.
  static var byteCount: Int { chunksMax * MemoryLayout<Chunk>.stride + 16 }

  @safe
  private struct Chunk {
    var start: Int
    var memory: UnsafeMutableRawPointer
  }

  /// What only the writer reads.
  private struct Extent {
    var chunkCount = 0
    var capacity = 0
  }

  private let chunks: UnsafeMutablePointer<Chunk>
  private let extent: UnsafeMutablePointer<Extent>

  /// An empty directory.
  init() {
    unsafe chunks = .allocate(capacity: Self.chunksMax)
    unsafe extent = .allocate(capacity: 1)
    unsafe extent.initialize(to: Extent())
  }

  /// Frees the chunks and the directory.
  func deallocate() {
    unsafe (0..<extent.pointee.chunkCount).forEach { unsafe free(chunks[$0].memory) }
    unsafe chunks.deallocate()
    unsafe extent.deallocate()
  }

  /// Bytes that fit into the chunks. For the writer.
  var capacity: Int { unsafe extent.pointee.capacity }

  /// The size of the chunk that comes next. For the writer.
  var nextChunkSize: Int { Self.size(after: capacity) }

  /// Adds a chunk of the next size, or says false when there is no memory. For the writer.
  func addChunk() -> Bool {
    let size = nextChunkSize
    let index = unsafe extent.pointee.chunkCount
    guard index < Self.chunksMax, let memory = unsafe malloc(size) else { return false }
    unsafe (chunks + index).initialize(to: Chunk(start: capacity, memory: memory))
    unsafe extent.pointee.chunkCount += 1
    unsafe extent.pointee.capacity += size
    return true
  }

  /// The rest of the chunk with the byte at `offset`. For the writer.
  func room(at offset: Int) -> UnsafeMutableRawBufferPointer {
    let count = unsafe extent.pointee.chunkCount
    let index = chunk(at: offset, count: count)
    let end = unsafe index + 1 < count ? chunks[index + 1].start : capacity
    return unsafe UnsafeMutableRawBufferPointer(
      start: chunks[index].memory + (offset - chunks[index].start), count: end - offset)
  }

  /// The bytes from `offset` to the end of its chunk, `end` at most. For any reader;
  /// `offset < end`, and `end` is not beyond what is published.
  func run(at offset: Int, upTo end: Int) -> UnsafeRawBufferPointer {
    // Chunk sizes follow from their number alone, so the reader needs no count of chunks: it
    // walks the same sequence.
    var start = 0
    var index = 0
    while true {
      let next = start + Self.size(after: start)
      if offset < next {
        return unsafe UnsafeRawBufferPointer(
          start: chunks[index].memory + (offset - start), count: min(next, end) - offset)
      }
      start = next
      index += 1
    }
  }

  private static func size(after capacity: Int) -> Int {
    max(capacity / 8 / chunkSizeMin * chunkSizeMin, chunkSizeMin)
  }

  private func chunk(at offset: Int, count: Int) -> Int {
    var index = count - 1
    while index > 0, unsafe chunks[index].start > offset { index -= 1 }
    return index
  }
}
