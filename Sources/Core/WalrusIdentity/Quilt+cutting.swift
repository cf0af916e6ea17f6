/// Reads parts of a quilt where it lies, without a copy of all of it. Nothing in the bytes is
/// trusted.
extension Quilt {
  /// Reads the index of a quilt.
  package static func index(
    of bytes: Span<UInt8>, encoding: BlobEncoding = .network
  ) throws(QuiltFormatError) -> QuiltIndex {
    try shapedIndex(of: bytes, encoding: encoding).index
  }

  /// Reads the patch that begins with the first of these columns and must end within them.
  package static func patch(
    columns: Range<Int>, of bytes: Span<UInt8>, encoding: BlobEncoding = .network
  ) throws(QuiltFormatError) -> QuiltPatch {
    let head = try head(of: bytes, encoding: encoding)
    let shape = head.shape
    guard columns.lowerBound >= shape.columnCount(forLength: head.indexLength + 5),
      !columns.isEmpty, columns.upperBound <= encoding.sourceColumnCount
    else {
      throw .noSuchColumns(columns)
    }
    let room = columns.count * shape.columnSize
    guard room >= 6 else { throw .truncated }
    var reader = SerializedReader(shape.bytes(bytes, columns, from: 0, count: 6))
    let version = try reader.byte()
    guard version == Self.version else { throw .unknownVersion(version) }
    let length = Int(try reader.number32())
    let mask = try reader.byte()
    guard mask <= 1 else { throw .unknownMask(mask) }
    guard length <= room - 6 else { throw .truncated }
    var body = SerializedReader(shape.bytes(bytes, columns, from: 6, count: length))
    let identifierLength = Int(try body.number16())
    var identifierReader = SerializedReader(Array(try body.bytes(identifierLength)))
    let identifier = try identifierReader.text()
    try identifierReader.expectEnd()
    var tags: [QuiltTag] = []
    if mask & 1 != 0 {
      let tagsLength = Int(try body.number16())
      var tagsReader = SerializedReader(Array(try body.bytes(tagsLength)))
      tags = try tagsReader.tags()
      try tagsReader.expectEnd()
    }
    return QuiltPatch(
      identifier: identifier, tags: tags, content: Array(try body.bytes(body.remainingCount)))
  }

  /// What the first bytes say: the shape of the quilt and the length of its index.
  private struct Head {
    let shape: QuiltShape
    let indexLength: Int
    let room: Range<Int>
  }

  private static func head(
    of bytes: Span<UInt8>, encoding: BlobEncoding
  ) throws(QuiltFormatError) -> Head {
    let symbolSize = bytes.count / encoding.sourceSymbolCount
    guard bytes.count == symbolSize * encoding.sourceSymbolCount, symbolSize > 0,
      symbolSize % 2 == 0, symbolSize <= BlobEncoding.symbolSizeMax
    else {
      throw .wrongLength(bytes.count)
    }
    let shape = QuiltShape(encoding: encoding, symbolSize: symbolSize)
    let room = 0..<min(indexColumnsMax, encoding.sourceColumnCount - 1)
    var head = SerializedReader(shape.bytes(bytes, room, from: 0, count: 5))
    let version = try head.byte()
    guard version == Self.version else { throw .unknownVersion(version) }
    let length = Int(try head.number32())
    guard length <= room.count * shape.columnSize - 5 else { throw .indexTooLong(length) }
    return Head(shape: shape, indexLength: length, room: room)
  }

  /// The index, and the shape of the quilt that it is in.
  static func shapedIndex(
    of bytes: Span<UInt8>, encoding: BlobEncoding
  ) throws(QuiltFormatError) -> (index: QuiltIndex, shape: QuiltShape) {
    let head = try head(of: bytes, encoding: encoding)
    let index = try index(
      SerializedReader(head.shape.bytes(bytes, head.room, from: 5, count: head.indexLength)),
      indexColumnCount: head.shape.columnCount(forLength: head.indexLength + 5),
      columnCount: encoding.sourceColumnCount)
    return (index, head.shape)
  }

  private static func index(
    _ source: SerializedReader, indexColumnCount: Int, columnCount: Int
  ) throws(QuiltFormatError) -> QuiltIndex {
    var reader = source
    let count = try reader.count()
    guard count <= columnCount - indexColumnCount else { throw .tooManyPatches(count) }
    var entries: [QuiltIndex.Entry] = []
    var start = indexColumnCount
    for position in 0..<count {
      let end = Int(try reader.number16())
      guard start < end, end <= columnCount else { throw .wrongColumns(position: position) }
      let identifier = try reader.text()
      entries.append(
        QuiltIndex.Entry(
          identifier: identifier, tags: try reader.tags(), columns: start..<end))
      start = end
    }
    try reader.expectEnd()
    return QuiltIndex(entries: entries, columnCount: indexColumnCount)
  }
}
