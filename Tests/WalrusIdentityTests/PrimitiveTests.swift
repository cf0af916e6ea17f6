import Testing

@testable import WalrusIdentity

/// The parts of an identifier one by one: field, code, layout, hash and tree.
struct PrimitiveTests {
  static let vectors = Vectors.all.primitives

  @Test
  func `the tables of the field have the known digests`() {
    let field = GaloisField()
    #expect(Array(field.powers.prefix(8)) == Self.vectors.tables.exp_0_7)
    #expect(Array(field.logarithms.prefix(8)) == Self.vectors.tables.log_0_7)
    #expect(Array(field.skews.prefix(16)) == Self.vectors.tables.skew_0_15)
    #expect(SHA256.hexadecimal(field.powers) == Self.vectors.tables.exp_sha256_u16le)
    #expect(SHA256.hexadecimal(field.logarithms) == Self.vectors.tables.log_sha256_u16le)
    #expect(SHA256.hexadecimal(field.skews) == Self.vectors.tables.skew_sha256_u16le)
  }

  @Test(arguments: vectors.rs)
  func `the code makes the known recovery symbols`(vector: Vectors.Code) {
    let originals =
      vector.originals
      ?? (0..<vector.k).map { UInt16(truncatingIfNeeded: $0 * 257 + 11) }
    let recovery = recoverySymbols(originals, vector.r)
    if let expected = vector.recovery { #expect(recovery == expected) }
    if let expected = vector.recovery_first4 { #expect(Array(recovery.prefix(4)) == expected) }
    if let expected = vector.recovery_last { #expect(recovery.last == expected) }
    if let expected = vector.recovery_sha256_u16le {
      #expect(SHA256.hexadecimal(recovery) == expected)
    }
  }

  @Test
  func `coding is linear and every lane is coded by itself`() {
    let seed: UInt64 = 0x11ea
    var random = SeededGenerator(seed: seed)
    for (k, r) in [(2, 2), (3, 1), (7, 13), (21, 10), (35, 65), (64, 64), (130, 7)] {
      let code = ReedSolomonCode(originalCount: k, recoveryCount: r)
      let lanes = (0..<4).map { _ in
        (0..<k).map { _ in UInt16.random(in: 0...65535, using: &random) }
      }
      var work = [UInt64](repeating: random.next(), count: code.workSlotCount)
      for slot in 0..<k {
        work[slot] = lanes.reversed().reduce(0) { $0 << 16 | UInt64($1[slot]) }
      }
      var recovery = [UInt64](repeating: random.next(), count: code.recoverySlotCount)
      code.encode(&work, presentCount: k, slotSize: 8, into: &recovery)
      for (position, lane) in lanes.enumerated() {
        let expected = recoverySymbols(lane, r)
        let found = recovery.prefix(r).map { UInt16(truncatingIfNeeded: $0 >> (position * 16)) }
        #expect(found == expected, "seed \(seed), \(k) + \(r)")
      }
      let sum = zip(lanes[0], lanes[1]).map { $0 ^ $1 }
      let sumOfCodes = zip(recoverySymbols(lanes[0], r), recoverySymbols(lanes[1], r)).map {
        $0 ^ $1
      }
      #expect(recoverySymbols(sum, r) == sumOfCodes, "seed \(seed), \(k) + \(r)")
    }
  }

  @Test
  func `absent originals count as zero whatever the slots hold`() {
    let code = ReedSolomonCode(originalCount: 667, recoveryCount: 333)
    var junk = [UInt64](repeating: .max, count: code.workSlotCount)
    var zeros = [UInt64](repeating: 0, count: code.workSlotCount)
    for slot in 0..<600 {
      junk[slot] = UInt64(slot * 31)
      zeros[slot] = UInt64(slot * 31)
    }
    var first = [UInt64](repeating: .max, count: code.recoverySlotCount)
    var second = first
    code.encode(&junk, presentCount: 600, slotSize: 8, into: &first)
    code.encode(&zeros, presentCount: 667, slotSize: 8, into: &second)
    #expect(first.prefix(333) == second.prefix(333))
  }

  @Test
  func `a symbol of 68 bytes has the known elements`() {
    let symbol = (0..<68).map { UInt8($0) }
    var packed = [UInt8](repeating: 0, count: 68)
    pack(symbol, into: &packed)
    let lanes = stride(from: 0, to: 68, by: 2).map {
      UInt16(packed[$0]) | UInt16(packed[$0 + 1]) << 8
    }
    #expect(lanes.sorted() == Self.vectors.symbol_layout.elements.sorted())
  }

  @Test(arguments: [2, 4, 6, 14, 16, 18, 30, 32, 34, 48, 62, 64, 66, 126, 128, 130, 302])
  func `a symbol of any size comes back from its packed form`(size: Int) {
    let seed: UInt64 = 0x1a1a
    var random = SeededGenerator(seed: seed)
    let symbol = (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
    var packed = [UInt8](repeating: 0, count: size)
    pack(symbol, into: &packed)
    var plain = [UInt8](repeating: 0, count: size)
    var elements = plain.mutableSpan
    var target = elements.mutableBytes
    SymbolLayout.unpack(packed.span.bytes, into: &target, at: 0)
    #expect(plain == symbol, "seed \(seed)")
  }

  @Test
  func `leaves and trees have the known nodes`() {
    #expect(MerkleTree.leaf([UInt8]().span.bytes).description == Self.vectors.merkle.leaf_empty)
    let zeros: [UInt8] = [0, 0]
    #expect(MerkleTree.leaf(zeros.span.bytes).description == Self.vectors.merkle.leaf_0000)
    #expect(MerkleTree.leaf(pair: 0).description == Self.vectors.merkle.leaf_0000)
    var leaves = (0..<3).map { MerkleTree.leaf([UInt8($0)].span.bytes) }
    #expect(MerkleTree.root(&leaves).description == Self.vectors.merkle.root3)
    var none: [Bytes32] = []
    #expect(MerkleTree.root(&none) == .zero)
  }

  /// Digests of `prefix` and n bytes counting up, made with an independent implementation.
  @Test(arguments: [
    (126, "4e4327601266341caa6496c2dd82b7f6d74cf736fb2fadcff1d6b29c76cff72d"),
    (127, "7a289b1e9e50d29663a1a906025221413c17d3a3a9d19fbfbeec99e5b8f5e961"),
    (128, "b195670eb4aa0ab12e9e1de0797920b563d660c7344fdffdab9ef859f24d40ef"),
    (129, "aeb7652cd45e24e82632aff9c86143b5d0c3b0184d923b457c332ec607e4927f"),
    (254, "ca9dfb94098075b277eeb375d3f7a5ab3ce28c75ec93dc5ea0a692db0b917897"),
    (255, "e4307aeae1bedb2fbd6efc2ad8d764df869972e5438db8d21840022e723405d0"),
    (256, "fdd91f45d696d2a2b9cf53b18ace2cae20683af53844122ec8f63105166f9a97"),
    (1000, "ddcd13ee5843ad54c13d0c075ef7bcfc371ddee3deb34b80f8b2dbfc2c0c33fd"),
  ])
  func `a digest is right on both sides of a block's edge`(count: Int, digest: String) {
    let content = Rule.ramp(count, 0)
    #expect(BLAKE2b.digest(prefix: 7, content.span.bytes).description == digest)
  }

  @Test
  func `every word of a short message is in its place`() {
    for count in 0..<300 {
      let content = Rule.ramp(count, 3)
      // A tree of one leaf differs from its neighbours by one byte only, at the end.
      let node = BLAKE2b.digest(prefix: 0, content.span.bytes)
      for position in content.indices where position % 7 == count % 7 {
        var changed = content
        changed[position] ^= 0x80
        #expect(BLAKE2b.digest(prefix: 0, changed.span.bytes) != node)
      }
    }
  }

  private func recoverySymbols(_ originals: [UInt16], _ count: Int) -> [UInt16] {
    let code = ReedSolomonCode(originalCount: originals.count, recoveryCount: count)
    var work = [UInt64](repeating: 0, count: code.workSlotCount)
    for (slot, element) in originals.enumerated() { work[slot] = UInt64(element) }
    var recovery = [UInt64](repeating: 0, count: code.recoverySlotCount)
    code.encode(&work, presentCount: originals.count, slotSize: 8, into: &recovery)
    return recovery.prefix(count).map { UInt16($0) }
  }

  private func pack(_ symbol: [UInt8], into packed: inout [UInt8]) {
    var elements = packed.mutableSpan
    var target = elements.mutableBytes
    SymbolLayout.pack(symbol.span.bytes, into: &target, at: 0)
  }
}
