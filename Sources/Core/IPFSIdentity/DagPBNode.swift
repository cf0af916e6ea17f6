/// A DAG-PB block taken apart: links to other blocks, and data.
///
/// As strict as the specification of DAG-PB asks for, but for its order of nodes: links may stand
/// before or after the data, as both exist.
struct DagPBNode {
  /// Links to other blocks.
  private(set) var linkCount = 0
  /// Where in the block its data is; nil when there is none.
  private(set) var data: Range<Int>?

  /// Takes a block apart.
  init(parsing block: Span<UInt8>) throws(UnixFSError) {
    var reader = ProtobufReader(0..<block.count)
    var hasLeftLinks = false
    while let field = try reader.next(in: block) {
      switch (field.number, field.value) {
      case (1, .bytes(let range)):
        guard data == nil else { throw .notDagPB }
        data = range
        hasLeftLinks = linkCount > 0
      case (2, .bytes(let range)):
        guard !hasLeftLinks else { throw .notDagPB }
        try Self.checkLink(in: block, range)
        linkCount += 1
      default: throw .notDagPB
      }
    }
  }

  /// A link has a hash, and perhaps a name and a size, in this order.
  private static func checkLink(
    in block: Span<UInt8>, _ range: Range<Int>
  ) throws(UnixFSError) {
    var reader = ProtobufReader(range)
    var last: UInt64 = 0
    while let field = try reader.next(in: block) {
      guard field.number > last else { throw .notDagPB }
      guard last > 0 || field.number == 1 else { throw .malformedLink }
      last = field.number
      switch (field.number, field.value) {
      case (1, .bytes(let hash)):
        guard (try? CIDBytes(binary: block.extracting(hash))) != nil else { throw .malformedLink }
      case (2, .bytes), (3, .integer): break
      default: throw .notDagPB
      }
    }
    guard last > 0 else { throw .malformedLink }
  }
}
