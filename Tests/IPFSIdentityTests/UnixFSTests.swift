import Digests
import IPFSIdentity
import TestSupport
import Testing

@Suite struct UnixFSTests {
  static let greeting = "Hello from IPFS Gateway Checker\n"
  static let greetingBlock = "0a2608021220" + Encoding.base16(Array(greeting.utf8)) + "1820"
  static let link =
    "122a0a24015512209f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

  private func read(_ hex: String) throws(UnixFSError) -> UnixFSBlock {
    try UnixFSBlock(parsing: Encoding.bytes(hex).span)
  }

  /// Published blocks and their CIDs: the digest makes sure that these are the bytes.
  static let published: [(String, String)] = [
    ("bafybeifx7yeb55armcsxwwitkymga5xf53dxiarykms3ygqic223w5sk3m", greetingBlock),
    ("bafybeif7ztnhq65lumvvtr4ekcwd2ifwgm3awq4zfr3srh462rwyinlb4y", "0a0408021800"),
    ("bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354", "0a020801"),
    ("bafybeihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku", ""),
    (
      "bafybeihyivpglm6o6wrafbe36fp5l67abmewk7i2eob5wacdbhz7as5obe",
      "12240a2212207521fe19c374a97759226dc5c0c8e674e73950e81b211f7dd3b6b30883a08a51"
    ),
    ("bafybeibazl2z4vqp2tmwcfag6wirmtpnomxknqcgrauj7m2yisrz3qjbom", "0a050001020304"),
    ("bafybeia53f5n75ituvc3yupuf7tdnxf6fqetrmo2alc6g6iljkmk7ys5mm", "120b0a09015500050001020304"),
  ]

  @Test(arguments: published)
  func `the digest of a published block is in its CID`(text: String, hex: String) throws {
    let cid = try CID(text)
    let block = Encoding.bytes(hex)
    #expect(cid.function == .sha2_256)
    #expect(DigestState.digest(.sha256, of: block.span.bytes) == cid.digest)
  }

  @Test func `a file in one block is where the block says`() throws {
    guard case .file(let range) = try read(Self.greetingBlock) else {
      Issue.record("no file")
      return
    }
    #expect(Encoding.bytes(Self.greetingBlock)[range].elementsEqual(Self.greeting.utf8))
    #expect(try read("0a0408021800") == .file(0..<0))
    // Type Raw, fields in another order, times and rights, and no file size for nothing.
    #expect(try read("0a0708001201411801") == .file(6..<7))
    #expect(try read("0a07120141180108" + "02") == .file(4..<5))
    #expect(try read("0a1008021201411801" + "38a403420408011000") == .file(6..<7))
    #expect(try read("0a020802") == .file(0..<0))
  }

  @Test func `a file in several blocks tells its length`() throws {
    let twoLinks = Self.link + "12001804" + Self.link + "12001804"
    #expect(try read(twoLinks + "0a0808021808" + "20042004") == .chunkedFile(byteCount: 8))
    // The sizes packed, the links behind the data, and bytes of its own in front.
    #expect(try read(twoLinks + "0a0808021808" + "22020404") == .chunkedFile(byteCount: 8))
    #expect(try read("0a0808021808" + "20042004" + twoLinks) == .chunkedFile(byteCount: 8))
    #expect(
      try read(twoLinks + "0a0b0802120141" + "1809" + "20042004") == .chunkedFile(byteCount: 9))
  }

  @Test func `what is no file is named`() throws {
    #expect(try read("0a020801") == .directory)
    #expect(try read("0a020805") == .directory)
    #expect(try read("0a050804120161") == .symbolicLink)
    #expect(try read("0a020803") == .metadata)
    #expect(try read(Self.link + "12001804" + "0a020801") == .directory)
  }

  static let faults: [(String, UnixFSError)] = [
    ("", .noData), ("0a00", .noData),
    ("12240a2212207521fe19c374a97759226dc5c0c8e674e73950e81b211f7dd3b6b30883a08a51", .noData),
    ("120b0a09015500050001020304", .noData),
    ("0a050001020304", .malformedProtobuf), ("0a03010203", .malformedProtobuf),
    ("0a", .malformedProtobuf), ("0a05", .malformedProtobuf), ("0b", .malformedProtobuf),
    ("0aff", .malformedProtobuf), ("0affffffffffffffffff7f", .malformedProtobuf),
    ("0affffffffffffffffff01", .malformedProtobuf), ("00", .malformedProtobuf),
    // Other fields and wire types, a second field, links on both sides of the data.
    ("1a00", .notDagPB), ("0801", .notDagPB), ("1001", .notDagPB),
    ("0a0208010a020801", .notDagPB),
    (link + "12001804" + "0a020801" + link + "12001804", .notDagPB),
    // Links: fields out of order, twice, of another kind, or without a CID.
    ("120d1200" + "0a09015500050001020304", .malformedLink), ("1200", .malformedLink),
    ("12020a00", .malformedLink), ("12021200", .malformedLink), ("12021801", .malformedLink),
    ("12160a090155000500010203040a09015500050001020304", .notDagPB),
    ("120f0a090155000500010203041801" + "1200", .notDagPB),
    ("120d0a09015500050001020304" + "2001", .notDagPB),
    // Descriptions.
    ("0a0412014118", .malformedProtobuf), ("0a03120141", .unknownType), ("0a020806", .unknownType),
    ("0a0408020802", .malformedDescription), ("0a08080212014112014" + "2", .malformedDescription),
    ("0a0608021801" + "1801", .malformedDescription), ("0a041002" + "0802", .malformedDescription),
    // Sizes that do not agree.
    ("0a0708021201411802", .contradictorySizes), ("0a050802120141", .contradictorySizes),
    ("0a0408021801", .contradictorySizes), ("0a06080218042004", .contradictorySizes),
    (link + "12001804" + "0a0408021804", .contradictorySizes),
    (link + "12001804" + "0a06080218052004", .contradictorySizes),
    (
      link + "12001804" + link + "12001804" + "0a15" + "0802" + "1800"
        + "20ffffffffffffffffff01" + "2001" + "2800" + "2800", .contradictorySizes
    ),
  ]

  @Test(arguments: faults)
  func `what is no part of a file system is refused`(hex: String, error: UnixFSError) {
    #expect(throws: error) { try read(hex) }
  }

  @Test func `random blocks are answered, never trapped on`() {
    var random = SplitMix64.announced()
    let seeds = [Self.greetingBlock, Self.link + "12001804" + "0a06080218042004"]
      .map(Encoding.bytes)
    for _ in 0..<20_000 {
      var block = seeds.randomElement(using: &random)!
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        block[Int.random(in: block.indices, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      block.removeLast(Int.random(in: 0...3, using: &random))
      if case .file(let range)? = try? UnixFSBlock(parsing: block.span) {
        #expect(range.upperBound <= block.count)
      }
    }
  }
}
