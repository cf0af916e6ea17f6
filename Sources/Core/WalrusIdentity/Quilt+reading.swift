extension Quilt {
  /// Reads the index of a quilt out of its bytes. The patches themselves are not looked at before
  /// they are asked for; nothing in the bytes is trusted.
  package init(
    parsing bytes: [UInt8], encoding: BlobEncoding = .network
  ) throws(QuiltFormatError) {
    let symbolSize = bytes.count / encoding.sourceSymbolCount
    guard bytes.count == symbolSize * encoding.sourceSymbolCount, symbolSize > 0,
      symbolSize % 2 == 0, symbolSize <= BlobEncoding.symbolSizeMax
    else {
      throw .wrongLength(bytes.count)
    }
    let shape = QuiltShape(encoding: encoding, symbolSize: symbolSize)
    let room = 0..<min(Self.indexColumnsMax, encoding.sourceColumnCount - 1)
    var head = SerializedReader(shape.bytes(bytes, room, from: 0, count: 5))
    let version = try head.byte()
    guard version == Self.version else { throw .unknownVersion(version) }
    let length = Int(try head.number32())
    guard length <= room.count * shape.columnSize - 5 else { throw .indexTooLong(length) }
    let index = try Self.index(
      SerializedReader(shape.bytes(bytes, room, from: 5, count: length)),
      indexColumnCount: shape.columnCount(forLength: length + 5),
      columnCount: encoding.sourceColumnCount)
    self.init(bytes: bytes, encoding: encoding, symbolSize: symbolSize, index: index)
  }

  /// Reads the patch with this name.
  package func patch(_ identifier: some StringProtocol) throws(QuiltFormatError) -> QuiltPatch {
    guard let entry = index.entry(identifier) else {
      throw .noSuchPatch(identifier: String(identifier))
    }
    return try patch(columns: entry.columns)
  }

  /// Reads the patch that begins with the first of these columns and must end within them.
  package func patch(columns: Range<Int>) throws(QuiltFormatError) -> QuiltPatch {
    guard columns.lowerBound >= index.columnCount, !columns.isEmpty,
      columns.upperBound <= encoding.sourceColumnCount
    else {
      throw .noSuchColumns(columns)
    }
    let shape = QuiltShape(encoding: encoding, symbolSize: symbolSize)
    let room = columns.count * shape.columnSize
    guard room >= 6 else { throw .truncated }
    var head = SerializedReader(shape.bytes(bytes, columns, from: 0, count: 6))
    let version = try head.byte()
    guard version == Self.version else { throw .unknownVersion(version) }
    let length = Int(try head.number32())
    let mask = try head.byte()
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
