extension Quilt {
  /// Sews patches into a quilt with the smallest symbols that hold them all, in the order of
  /// their identifiers' bytes.
  package init(
    _ patches: [QuiltPatch], encoding: BlobEncoding = .network
  ) throws(QuiltEncodingError) {
    let patches = try Self.ordered(patches, encoding: encoding)
    let bodies = patches.map(Self.serialized)
    // The length of a patch is written in 32 bits.
    guard bodies.allSatisfy({ $0.count <= Int(UInt32.max) }) else { throw .tooLarge }
    // The columns are numbers of fixed width, so the index has its length before its content.
    let placeless = patches.map {
      QuiltIndex.Entry(identifier: $0.identifier, tags: $0.tags, columns: 0..<0)
    }
    let indexLength = Self.serialized(placeless).count
    guard
      let shape = Self.smallestShape(
        encoding: encoding, indexLength: indexLength, lengths: bodies.map(\.count))
    else {
      throw .tooLarge
    }
    var bytes = [UInt8](repeating: 0, count: encoding.sourceSymbolCount * shape.symbolSize)
    let indexColumnCount = shape.columnCount(forLength: indexLength)
    var column = indexColumnCount
    var entries: [QuiltIndex.Entry] = []
    for (patch, body) in zip(patches, bodies) {
      shape.write(body, to: column, of: &bytes)
      let end = column + shape.columnCount(forLength: body.count)
      entries.append(
        QuiltIndex.Entry(identifier: patch.identifier, tags: patch.tags, columns: column..<end))
      column = end
    }
    shape.write(Self.serialized(entries), to: 0, of: &bytes)
    self.init(
      bytes: bytes, encoding: encoding, symbolSize: shape.symbolSize,
      index: QuiltIndex(entries: entries, columnCount: indexColumnCount))
  }

  /// The patches in canonical order, their tags too, all rules checked.
  private static func ordered(
    _ patches: [QuiltPatch], encoding: BlobEncoding
  ) throws(QuiltEncodingError) -> [QuiltPatch] {
    guard !patches.isEmpty else { throw .noPatches }
    let max = encoding.sourceColumnCount - 1
    guard patches.count <= max else { throw .tooManyPatches(count: patches.count, max: max) }
    var ordered: [QuiltPatch] = []
    for patch in patches {
      try check(identifier: patch.identifier)
      ordered.append(try orderingTags(patch))
    }
    ordered.sort { $0.identifier.utf8.lexicographicallyPrecedes($1.identifier.utf8) }
    for (left, right) in zip(ordered, ordered.dropFirst())
    where left.identifier.utf8.elementsEqual(right.identifier.utf8) {
      throw .duplicateIdentifier(left.identifier)
    }
    return ordered
  }

  private static func check(identifier: String) throws(QuiltEncodingError) {
    guard let last = identifier.unicodeScalars.last else { throw .emptyIdentifier }
    let length = SerializedBytes.of(identifier).count
    guard length <= identifierLengthMax else { throw .identifierTooLong(length: length) }
    guard !identifier.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else {
      throw .controlCharacter(identifier: identifier)
    }
    guard !last.properties.isWhitespace else {
      throw .trailingWhitespace(identifier: identifier)
    }
  }

  private static func orderingTags(
    _ patch: QuiltPatch
  ) throws(QuiltEncodingError) -> QuiltPatch {
    let keyed = patch.tags.map { (key: SerializedBytes.of($0.name), tag: $0) }
      .sorted { $0.key.lexicographicallyPrecedes($1.key) }
    for (left, right) in zip(keyed, keyed.dropFirst()) where left.key == right.key {
      throw .duplicateTag(identifier: patch.identifier, name: left.tag.name)
    }
    let tags = keyed.map(\.tag)
    let length = SerializedBytes.of(tags).count
    guard length <= tagsLengthMax else {
      throw .tagsTooLong(identifier: patch.identifier, length: length)
    }
    return QuiltPatch(identifier: patch.identifier, tags: tags, content: patch.content)
  }

  private static func serialized(_ patch: QuiltPatch) -> [UInt8] {
    let identifier = SerializedBytes.of(patch.identifier)
    let tags = patch.tags.isEmpty ? [] : SerializedBytes.of(patch.tags)
    let tagsLength = tags.isEmpty ? 0 : 2 + tags.count
    var result = SerializedBytes()
    result.append(version)
    // The length counts what follows the mask.
    result.append(
      UInt32(clamping: 2 + identifier.count + tagsLength + patch.content.count))
    result.append(tags.isEmpty ? UInt8(0) : 1)
    result.append(UInt16(identifier.count))
    result.append(identifier)
    if !tags.isEmpty {
      result.append(UInt16(tags.count))
      result.append(tags)
    }
    result.append(patch.content)
    return result.bytes
  }

  private static func serialized(_ entries: [QuiltIndex.Entry]) -> [UInt8] {
    var content = SerializedBytes()
    content.append(count: entries.count)
    for entry in entries {
      content.append(UInt16(entry.columns.upperBound))
      content.append(entry.identifier)
      content.append(entry.tags)
    }
    var result = SerializedBytes()
    result.append(version)
    result.append(UInt32(clamping: content.bytes.count))
    result.append(content.bytes)
    return result.bytes
  }

  /// The shape with the smallest symbols that has room; nil if not even the largest have.
  private static func smallestShape(
    encoding: BlobEncoding, indexLength: Int, lengths: [Int]
  ) -> QuiltShape? {
    func fits(_ shape: QuiltShape) -> Bool {
      let indexColumns = shape.columnCount(forLength: indexLength)
      let columns = lengths.reduce(indexColumns) { $0 + shape.columnCount(forLength: $1) }
      return indexColumns <= indexColumnsMax && columns <= encoding.sourceColumnCount
    }
    // Halving over the half sizes; a larger symbol never needs more columns.
    var tooSmall = 0
    var enough = BlobEncoding.symbolSizeMax / 2
    guard fits(QuiltShape(encoding: encoding, symbolSize: enough * 2)) else { return nil }
    while enough - tooSmall > 1 {
      let middle = (tooSmall + enough) / 2
      if fits(QuiltShape(encoding: encoding, symbolSize: middle * 2)) {
        enough = middle
      } else {
        tooSmall = middle
      }
    }
    return QuiltShape(encoding: encoding, symbolSize: enough * 2)
  }
}
