/// What the root block of a file or directory of IPFS says (UnixFS over DAG-PB).
package enum UnixFSBlock: Hashable, Sendable {
  /// A whole file, whose bytes are at this place of the block.
  case file(Range<Int>)
  /// A file of so many bytes, which are in other blocks.
  case chunkedFile(byteCount: Int64)
  /// A directory, plain or in shards.
  case directory
  /// A symbolic link.
  case symbolicLink
  /// Metadata of another node.
  case metadata

  /// Reads a block; it may be a part of a directory or file too, which looks no different.
  package init(parsing block: Span<UInt8>) throws(UnixFSError) {
    let node = try DagPBNode(parsing: block)
    guard let data = node.data, !data.isEmpty else { throw .noData }
    let description = try Description(parsing: block, data)
    switch description.type {
    // `Raw` is how leaves of files were once written, and also whole files.
    case 0, 2: self = try Self.file(description, linkCount: node.linkCount)
    case 1, 5: self = .directory
    case 3: self = .metadata
    case 4: self = .symbolicLink
    default: throw .unknownType
    }
  }

  private static func file(
    _ description: Description, linkCount: Int
  ) throws(UnixFSError) -> UnixFSBlock {
    guard description.blockCount == linkCount else { throw .contradictorySizes }
    let own = UInt64(description.content.count)
    let (total, overflows) = own.addingReportingOverflow(description.blockBytes)
    // Without a size it is an empty file.
    guard !overflows, total == description.fileSize ?? 0 else { throw .contradictorySizes }
    if linkCount == 0 { return .file(description.content) }
    guard let byteCount = Int64(exactly: total) else { throw .contradictorySizes }
    return .chunkedFile(byteCount: byteCount)
  }

  /// The message inside the data of a node. Fields that are not known are passed over.
  private struct Description {
    var type: UInt64?
    var content = 0..<0
    var fileSize: UInt64?
    /// Children, and the bytes of the file in them.
    var blockCount = 0
    var blockBytes: UInt64 = 0
    private var hasContent = false

    init(parsing block: Span<UInt8>, _ range: Range<Int>) throws(UnixFSError) {
      var reader = ProtobufReader(range)
      while let field = try reader.next(in: block) {
        switch (field.number, field.value) {
        case (1, .integer(let value)):
          guard type == nil else { throw .malformedDescription }
          type = value
        case (2, .bytes(let bytes)):
          guard !hasContent else { throw .malformedDescription }
          (content, hasContent) = (bytes, true)
        case (3, .integer(let value)):
          guard fileSize == nil else { throw .malformedDescription }
          fileSize = value
        case (4, .integer(let value)): try addBlock(value)
        case (4, .bytes(let list)):
          var sizes = ProtobufReader(list)
          while let value = try sizes.nextPacked(in: block) { try addBlock(value) }
        case (1...4, _): throw .malformedDescription
        default: break
        }
      }
    }

    private mutating func addBlock(_ size: UInt64) throws(UnixFSError) {
      blockCount += 1
      let (sum, overflows) = blockBytes.addingReportingOverflow(size)
      guard !overflows else { throw .contradictorySizes }
      blockBytes = sum
    }
  }
}
