/// The part of a body that passes through without being stored: what has arrived and has not been
/// taken by every reader.
struct BodyWindow: Sendable {
  /// What a chunk counts at least: an origin that sends byte by byte must not fill the window
  /// with objects.
  private static let chunkCost = 4096

  private var chunks: [(start: Int, chunk: BodyChunk)] = []
  private var cost = 0
  /// The offset after the last byte that has arrived.
  private(set) var end: Int

  /// An empty window that begins at an offset of the body.
  init(at start: Int) { end = start }

  /// The offset of the first byte that is held, or of the next one to come.
  var start: Int { chunks.first?.start ?? end }

  /// Whether no more should come until readers have moved on.
  func isFull(capacity: Int) -> Bool { cost >= capacity }

  /// Whether there is room again for a good part of the capacity.
  func hasRoom(capacity: Int) -> Bool { cost <= capacity / 2 }

  /// Adds bytes at the end.
  mutating func append(_ chunk: BodyChunk) {
    guard chunk.count > 0 else { return }
    chunks.append((end, chunk))
    end += chunk.count
    cost += max(chunk.count, Self.chunkCost)
  }

  /// Lets go of everything that lies before an offset.
  mutating func trim(before offset: Int) {
    let passed = chunks.prefix { $0.start + $0.chunk.count <= offset }
    for (_, chunk) in passed { cost -= max(chunk.count, Self.chunkCost) }
    chunks.removeFirst(passed.count)
  }

  /// The chunk that holds an offset, and where in the body it begins.
  func chunk(at offset: Int) -> (start: Int, chunk: BodyChunk)? {
    chunks.first { $0.start + $0.chunk.count > offset && $0.start <= offset }
  }
}
