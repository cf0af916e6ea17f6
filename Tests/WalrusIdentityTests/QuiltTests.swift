import Testing

@testable import WalrusIdentity

/// Quilts: the published bytes, the rules for patches, and the way back.
struct QuiltTests {
  @Test(arguments: Vectors.all.quilts)
  func `patches are sewn into the published bytes`(vector: Vectors.Quilt) throws {
    let encoding = try BlobEncoding(shardCount: vector.n_shards)
    let patches = vector.files.map { file in
      QuiltPatch(
        identifier: file.identifier, tags: file.tags.map { QuiltTag(name: $0, value: $1) },
        content: Rule.content(file.rule))
    }
    let quilt = try Quilt(patches.reversed(), encoding: encoding)
    #expect(quilt.bytes.count == vector.quilt_size)
    #expect(quilt.symbolSize == vector.symbol_size)
    #expect(hexadecimal(quilt.bytes.prefix(64)) == vector.quilt_first_bytes_hex)
    #expect(djb2(quilt.bytes) == vector.quilt_djb2)
    let shape = QuiltShape(encoding: encoding, symbolSize: quilt.symbolSize)
    let start = shape.bytes(
      quilt.bytes.span, 0..<1, from: 0, count: vector.column0_bytes_hex.count / 2)
    #expect(hexadecimal(start[...]) == vector.column0_bytes_hex)

    let metadata = try encoding.identify(quilt.bytes)
    #expect(metadata.blobID.description == vector.quilt_blob_id)
    #expect(metadata.rootHash.description == vector.root_hash_hex)

    let read = try Quilt(parsing: quilt.bytes, encoding: encoding)
    #expect(read.index == quilt.index)
    #expect(read.index.entries.count == vector.patches.count)
    for (entry, expected) in zip(read.index.entries, vector.patches) {
      #expect(entry.identifier == expected.identifier)
      #expect(entry.columns == expected.start..<expected.end)
      let id = try entry.patchID(in: metadata.blobID)
      #expect(id.description == expected.quilt_patch_id)
      #expect(try read.patch(columns: id.columns) == read.patch(entry.identifier))
    }
    for patch in patches { #expect(try read.patch(patch.identifier) == patch) }
  }

  @Test
  func `tags are kept in the order of their serialized names`() throws {
    let encoding = try BlobEncoding(shardCount: 31)
    let tags = [
      QuiltTag(name: "content-type", value: "text/plain"), QuiltTag(name: "b", value: ""),
      QuiltTag(name: "aa", value: "z"),
    ]
    let patch = QuiltPatch(identifier: "näme.txt", tags: tags, content: [1, 2, 3])
    let quilt = try Quilt([patch], encoding: encoding)
    let read = try Quilt(parsing: quilt.bytes, encoding: encoding)
    #expect(read.index.entries[0].tags.map(\.name) == ["b", "aa", "content-type"])
    #expect(try read.patch("näme.txt").tags == read.index.entries[0].tags)
    #expect(try read.patch("näme.txt").content == [1, 2, 3])
  }

  @Test
  func `equivalent spellings are different identifiers`() throws {
    let encoding = try BlobEncoding(shardCount: 31)
    let quilt = try Quilt(
      [
        QuiltPatch(identifier: "e\u{301}", content: [1]),
        QuiltPatch(identifier: "\u{e9}", content: [2]),
      ], encoding: encoding)
    #expect(try quilt.patch("e\u{301}").content == [1])
    #expect(try quilt.patch("\u{e9}").content == [2])
  }

  static let long = String(repeating: "x", count: 65_533)
  static let refusals: [([QuiltPatch], QuiltEncodingError)] = [
    ([], .noPatches),
    ([named(""), named("a")], .emptyIdentifier),
    ([named("a"), named("b"), named("a")], .duplicateIdentifier("a")),
    ([named("a\nb")], .controlCharacter(identifier: "a\nb")),
    ([named("a\u{7f}")], .controlCharacter(identifier: "a\u{7f}")),
    ([named("a ")], .trailingWhitespace(identifier: "a ")),
    ([named("a\u{2003}")], .trailingWhitespace(identifier: "a\u{2003}")),
    ([named(long)], .identifierTooLong(length: 65_536)),
    ((0..<21).map { named("p\($0)") }, .tooManyPatches(count: 21, max: 20)),
    (
      [
        QuiltPatch(
          identifier: "a",
          tags: [QuiltTag(name: "t", value: "1"), QuiltTag(name: "t", value: "2")], content: [])
      ],
      .duplicateTag(identifier: "a", name: "t")
    ),
    (
      [QuiltPatch(identifier: "a", tags: [QuiltTag(name: "t", value: long)], content: [])],
      .tagsTooLong(identifier: "a", length: 65_539)
    ),
    (
      [
        QuiltPatch(identifier: "a", content: [UInt8](repeating: 0, count: 21 * 11 * 65_534))
      ], .tooLarge
    ),
  ]

  static func named(_ identifier: String) -> QuiltPatch {
    QuiltPatch(identifier: identifier, content: [1])
  }

  @Test(arguments: refusals.indices)
  func `patches that break a rule are refused`(position: Int) throws {
    let (patches, error) = Self.refusals[position]
    let encoding = try BlobEncoding(shardCount: 31)
    #expect(encoding.sourceColumnCount == 21)
    #expect(throws: error) { try Quilt(patches, encoding: encoding) }
    #expect(!error.description.isEmpty)
  }

  @Test
  func `an identifier and tags of the greatest length fit`() throws {
    let encoding = try BlobEncoding(shardCount: 31)
    let patch = QuiltPatch(
      identifier: String(repeating: "x", count: 65_532),
      tags: [QuiltTag(name: "t", value: String(repeating: "v", count: 65_529))], content: [9])
    let quilt = try Quilt([patch], encoding: encoding)
    #expect(try Quilt(parsing: quilt.bytes, encoding: encoding).patch(patch.identifier) == patch)
  }

  @Test
  func `the greatest number of patches takes one column each`() throws {
    let patches = (0..<666).map { QuiltPatch(identifier: "p\($0)", content: [UInt8($0 % 256)]) }
    let quilt = try Quilt(patches)
    let read = try Quilt(parsing: quilt.bytes)
    #expect(read.index.entries.count == 666)
    #expect(read.index.columnCount == 1)
    for patch in patches { #expect(try read.patch(patch.identifier) == patch) }
    #expect(throws: QuiltEncodingError.tooManyPatches(count: 667, max: 666)) {
      try Quilt(patches + [QuiltPatch(identifier: "one more", content: [])])
    }
  }

  @Test
  func `symbols are no larger than the patches need`() throws {
    let encoding = try BlobEncoding(shardCount: 31)
    let columnSize = encoding.sourceRowCount * 2
    // 20 columns of two-byte symbols beside an index of one: a head of 9 bytes and the content.
    let fits = QuiltPatch(
      identifier: "a", content: [UInt8](repeating: 7, count: 20 * columnSize - 10))
    #expect(try Quilt([fits], encoding: encoding).symbolSize == 2)
    let larger = QuiltPatch(identifier: "a", content: fits.content + [7])
    #expect(try Quilt([larger], encoding: encoding).symbolSize == 4)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `random patches come back`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20 {
      let encoding = try BlobEncoding(shardCount: Int.random(in: 10...100, using: &random))
      let count = Int.random(in: 1..<encoding.sourceColumnCount, using: &random)
      let patches = (0..<count).map { position in
        QuiltPatch(
          identifier: "\(UInt8.random(in: 0...255, using: &random))-\(position)",
          tags: position % 3 == 0 ? [QuiltTag(name: "n", value: "\(position)")] : [],
          content: (0..<Int.random(in: 0...2_000, using: &random)).map { UInt8($0 % 251) })
      }
      let quilt = try Quilt(patches, encoding: encoding)
      let read = try Quilt(parsing: quilt.bytes, encoding: encoding)
      #expect(read.index == quilt.index, "seed \(seed)")
      for patch in patches {
        #expect(try read.patch(patch.identifier) == patch, "seed \(seed)")
      }
    }
  }

  private func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private func djb2(_ bytes: [UInt8]) -> String {
    let hash = bytes.reduce(UInt32(5381)) { $0 &* 33 &+ UInt32($1) }
    return String(hash, radix: 16)
  }
}
