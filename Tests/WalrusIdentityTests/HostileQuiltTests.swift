import Testing

@testable import WalrusIdentity

/// Bytes that pretend to be a quilt end in an error that names the lie, never in a trap.
struct HostileQuiltTests {
  static let encoding = try! BlobEncoding(shardCount: 31)

  /// A quilt of the smallest symbols whose columns begin with these bytes.
  static func bytes(_ payload: [UInt8], at column: Int = 0, in base: [UInt8]? = nil) -> [UInt8] {
    var quilt = base ?? [UInt8](repeating: 0, count: encoding.sourceSymbolCount * 2)
    QuiltShape(encoding: encoding, symbolSize: 2).write(payload, to: column, of: &quilt)
    return quilt
  }

  static let lies: [([UInt8], QuiltFormatError)] = [
    ([0], .unknownVersion(0)),
    ([2, 0, 0, 0, 0], .unknownVersion(2)),
    ([1, 0, 0, 0, 0], .truncated),
    ([1, 0xff, 0xff, 0xff, 0xff], .indexTooLong(4_294_967_295)),
    ([1, 216, 0, 0, 0], .indexTooLong(216)),
    ([1, 1, 0, 0, 0, 21], .tooManyPatches(21)),
    ([1, 5, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f], .tooManyPatches(4_294_967_295)),
    ([1, 5, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x1f], .wrongNumber),
    ([1, 6, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 1], .wrongNumber),
    ([1, 2, 0, 0, 0, 0x81, 0], .wrongNumber),
    ([1, 1, 0, 0, 0, 1], .truncated),
    ([1, 3, 0, 0, 0, 1, 1, 0], .wrongColumns(position: 0)),
    ([1, 3, 0, 0, 0, 1, 22, 0], .wrongColumns(position: 0)),
    ([1, 4, 0, 0, 0, 1, 2, 0, 9], .truncated),
    ([1, 5, 0, 0, 0, 1, 2, 0, 1, 0xff], .notUTF8),
    ([1, 5, 0, 0, 0, 1, 2, 0, 1, 97], .truncated),
    ([1, 6, 0, 0, 0, 1, 2, 0, 1, 97, 9], .truncated),
    ([1, 7, 0, 0, 0, 1, 2, 0, 1, 97, 0, 0], .trailingBytes(1)),
    ([1, 10, 0, 0, 0, 2, 3, 0, 1, 97, 0, 3, 0, 1, 98], .wrongColumns(position: 1)),
    (
      [1, 14, 0, 0, 0, 1, 2, 0, 1, 97, 2, 1, 98, 1, 48, 1, 97, 1, 49], .unorderedTags
    ),
    (
      [1, 14, 0, 0, 0, 1, 2, 0, 1, 97, 2, 1, 98, 1, 48, 1, 98, 1, 49], .unorderedTags
    ),
  ]

  @Test(arguments: lies)
  func `a lie in the index is named`(payload: [UInt8], error: QuiltFormatError) {
    #expect(throws: error) {
      try Quilt(parsing: Self.bytes(payload), encoding: Self.encoding)
    }
    #expect(!error.description.isEmpty)
  }

  @Test(arguments: [0, 1, 461, 463, 923, 231, 693])
  func `a length that no symbol size gives is refused`(count: Int) {
    #expect(throws: QuiltFormatError.wrongLength(count)) {
      try Quilt(parsing: [UInt8](repeating: 1, count: count), encoding: Self.encoding)
    }
  }

  static let index: [UInt8] = [1, 6, 0, 0, 0, 1, 2, 0, 1, 97, 0]
  static let wrongPatches: [([UInt8], QuiltFormatError)] = [
    ([0], .unknownVersion(0)),
    ([1, 17, 0, 0, 0, 0], .truncated),
    ([1, 0xff, 0xff, 0xff, 0xff, 0], .truncated),
    ([1, 4, 0, 0, 0, 2, 2, 0, 1, 97], .unknownMask(2)),
    ([1, 0, 0, 0, 0, 0], .truncated),
    ([1, 1, 0, 0, 0, 0, 2], .truncated),
    ([1, 4, 0, 0, 0, 0, 9, 0, 1, 97], .truncated),
    ([1, 4, 0, 0, 0, 0, 2, 0, 9, 97], .truncated),
    ([1, 4, 0, 0, 0, 0, 2, 0, 0, 97], .trailingBytes(1)),
    ([1, 4, 0, 0, 0, 0, 2, 0, 1, 0xc0], .notUTF8),
    ([1, 4, 0, 0, 0, 1, 2, 0, 1, 97], .truncated),
    ([1, 7, 0, 0, 0, 1, 2, 0, 1, 97, 9, 0, 0], .truncated),
    ([1, 8, 0, 0, 0, 1, 2, 0, 1, 97, 2, 0, 0, 0], .trailingBytes(1)),
  ]

  @Test(arguments: wrongPatches)
  func `a lie in the head of a patch is named`(payload: [UInt8], error: QuiltFormatError) throws {
    let bytes = Self.bytes(payload, at: 1, in: Self.bytes(Self.index))
    let quilt = try Quilt(parsing: bytes, encoding: Self.encoding)
    #expect(throws: error) { try quilt.patch("a") }
  }

  @Test
  func `a patch that is not there is refused`() throws {
    let quilt = try Quilt([QuiltTests.named("a")], encoding: Self.encoding)
    #expect(throws: QuiltFormatError.noSuchPatch(identifier: "b")) { try quilt.patch("b") }
    for columns in [0..<1, 0..<2, 1..<1, 20..<22, 1..<Int.max] {
      #expect(throws: QuiltFormatError.noSuchColumns(columns)) { try quilt.patch(columns: columns) }
    }
    #expect(throws: QuiltFormatError.unknownVersion(0)) { try quilt.patch(columns: 5..<7) }
  }

  @Test(arguments: [11, 12, 13, 14] as [UInt64])
  func `mutated quilts never trap`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let patches = (0..<6).map { position in
      QuiltPatch(
        identifier: "patch-\(position)", tags: [QuiltTag(name: "k", value: "v\(position)")],
        content: Rule.ramp(position * 30, position))
    }
    let quilt = try Quilt(patches, encoding: Self.encoding)
    let shape = QuiltShape(encoding: Self.encoding, symbolSize: quilt.symbolSize)
    let rowSize = Self.encoding.sourceColumnCount * quilt.symbolSize
    var readable = 0
    for _ in 0..<3_000 {
      var bytes = quilt.bytes
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        // Mostly the heads: the first rows of the columns.
        let reach = Bool.random(using: &random) ? bytes.count : rowSize * 4
        let place = Int.random(in: 0..<min(reach, bytes.count), using: &random)
        bytes[place] =
          Bool.random(using: &random)
          ? UInt8.random(in: 0...255, using: &random)
          : bytes[place] ^ 1 << Int.random(in: 0..<8, using: &random)
      }
      guard let read = try? Quilt(parsing: bytes, encoding: Self.encoding) else { continue }
      for entry in read.index.entries {
        if let patch = try? read.patch(columns: entry.columns) {
          readable += 1
          #expect(patch.content.count <= entry.columns.count * shape.columnSize)
        }
      }
    }
    #expect(readable > 0, "seed \(seed)")
  }

  @Test(arguments: [21, 22] as [UInt64])
  func `noise never traps`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      var payload = (0..<60).map { _ in UInt8.random(in: 0...255, using: &random) }
      payload.replaceSubrange(0..<5, with: [1, UInt8.random(in: 0...80, using: &random), 0, 0, 0])
      payload[5] &= 7
      payload[6] &= 15
      payload[7] = 0
      guard let quilt = try? Quilt(parsing: Self.bytes(payload), encoding: Self.encoding) else {
        continue
      }
      for entry in quilt.index.entries { _ = try? quilt.patch(entry.identifier) }
    }
  }
}
