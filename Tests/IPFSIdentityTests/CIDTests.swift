import IPFSIdentity
import TestSupport
import Testing

@Suite struct CIDTests {
  /// Texts of the same CID, the canonical one first, as the tools of IPFS print them.
  static let synonyms: [[String]] = [
    [
      "bafybeibxm2nsadl3fnxv2sxcxmxaco2jl53wpeorjdzidjwf5aqdg7wa6u",
      "QmS4ustL54uo8FzR9455qaxZwuMiUhyvMcX9Ba8nUH4uVv",
      "zdj7WZAAFKPvYPPzyJLso2hhxo8a7ZACFQ4DvvfrNXTHidofr",
      "BAFYBEIBXM2NSADL3FNXV2SXCXMXACO2JL53WPEORJDZIDJWF5AQDG7WA6U",
      "bafybeibxm2NSADL3fnxv2sxcxmxaco2jl53wpeorjdzidjwf5aqdg7wa6u",
    ],
    [
      "bafybeievd6mwe6vcwnkwo3eizs3h7w3a34opszbyfxziqdxguhjw7imdve",
      "QmYNmQKp6SuaVrpgWRsPTgCQCnpxUYGq76YEKBXuj2N4H6",
    ],
    [
      "bafkreie7q3iidccmpvszul7kudcvvuavuo7u6gzlbobczuk5nqk3b4akba",
      "f015512209f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      "F015512209F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08",
      "k2cwuecmjhil59wbzcwn7mhcm1lxzpq6nqefdeonp9ltuxb1nbmb28eg",
      "K2CWUECMJHIL59WBZCWN7MHCM1LXZPQ6NQEFDEONP9LTUXB1NBMB28EG",
    ],
    [
      "bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354",
      "QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn",
    ],
    [
      "bafybeif7ztnhq65lumvvtr4ekcwd2ifwgm3awq4zfr3srh462rwyinlb4y",
      "QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH",
    ],
    [
      "bafybeihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku",
      "QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n",
    ],
  ]

  @Test(arguments: synonyms)
  func `all texts of a CID are read as the same, and the canonical one is written`(
    texts: [String]
  ) throws {
    for text in texts {
      let cid = try CID(text)
      #expect(cid.description == texts[0])
      #expect(try cid == CID(texts[0]))
      let inPlace = try CIDBytes(parsing: text.utf8.span)
      #expect(CID(inPlace) == cid)
      let resembles = CIDBytes.resembles(text.utf8.span)
      #expect(resembles)
    }
  }

  @Test func `the codec is a part of what a CID names`() throws {
    let texts = [
      "bafybeievd6mwe6vcwnkwo3eizs3h7w3a34opszbyfxziqdxguhjw7imdve",
      "bafkreievd6mwe6vcwnkwo3eizs3h7w3a34opszbyfxziqdxguhjw7imdve",
      "bafyreievd6mwe6vcwnkwo3eizs3h7w3a34opszbyfxziqdxguhjw7imdve",
    ]
    let cids = try texts.map { try CID($0) }
    #expect(cids.map(\.codec) == [.dagPB, .raw, .dagCBOR])
    #expect(Set(cids.map(\.digest)).count == 1)
    #expect(Set(cids).count == 3)
    #expect(cids.map(\.description) == texts)
  }

  static let longest =
    "bafkqbaab" + String(repeating: "ijbeeqsc", count: 25) + "ijbee"

  @Test func `an identity CID carries its content, up to 128 bytes`() throws {
    #expect(try CID("bafkqaaa").digest == [])
    let directory = try CID("bafyaabakaieac")
    #expect(directory.codec == .dagPB && directory.function == .identity)
    #expect(directory.digest == [0x0a, 0x02, 0x08, 0x01])
    #expect(try CID(Self.longest).digest == Array(repeating: UInt8(ascii: "B"), count: 128))
    #expect(try CID(Self.longest).description == Self.longest)
    let tooLong = "bafkqbaibifaucqkb" + String(repeating: "ifaucqkb", count: 24) + "ifaucqi"
    #expect(throws: CIDError.wrongDigestLength(.identity, found: 129)) { try CID(tooLong) }
  }

  static let test = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

  static let faults: [(String, CIDError, String)] = [
    ("", .empty, "it is empty"),
    (
      "QmS4ustL54uo8FzR9455qaxZwuMiUhyvMcX9Ba8nUH4uV", .wrongLength(found: 45, expected: 46),
      "wrong length: 45 characters beginning with Qm, expected 46"
    ),
    ("Qm", .wrongLength(found: 2, expected: 46), "expected 46"),
    (
      "QmS4ustL54uo8FzR9455qaxZwuMiUhyvMcX9Ba8nUH4u0v",
      .foreignCharacter(.base58btc, character: 0x30, offset: 44),
      "character '0' at offset 44 is not base58btc"
    ),
    ("mAXASIA", .unknownEncoding(character: 0x6d), "begins with 'm'"),
    ("\u{7f}", .unknownEncoding(character: 0x7f), "begins with 0x7f"),
    ("bafy!", .foreignCharacter(.base32, character: 0x21, offset: 4), "is not base32"),
    ("bafkq1", .foreignCharacter(.base32, character: 0x31, offset: 5), "is not base32"),
    ("bafkqaa=", .foreignCharacter(.base32, character: 0x3d, offset: 7), "'=' at offset 7"),
    ("f0155000g", .foreignCharacter(.base16, character: 0x67, offset: 8), "is not base16"),
    ("k2cwuécm", .foreignCharacter(.base36, character: 0xc3, offset: 5), "0xc3 at offset 5"),
    ("f015500000", .impossibleLength(.base16, characters: 9), "9 characters"),
    ("bafkqaaaa", .trailingBytes(1), "1 bytes follow"),
    ("bafkqaab", .notCanonical(.base32, character: 0x62, offset: 7), "last character 'b'"),
    ("f", .truncated(.version), "ends inside its version"),
    ("f01", .truncated(.codec), "ends inside its codec"),
    ("f0180", .truncated(.codec), "ends inside its codec"),
    ("f0155", .truncated(.function), "ends inside its hash function"),
    ("f015512", .truncated(.digestLength), "ends inside its digest length"),
    ("f0155122000", .truncated(.digest), "ends inside its digest"),
    ("f01551220\(test)00", .trailingBytes(1), "1 bytes follow"),
    ("f02551220\(test)", .unknownVersion(2), "unknown version 2"),
    ("f00551220\(test)", .unknownVersion(0), "unknown version 0"),
    ("f1220\(test)", .prefixedVersionZero, "version 0 has no prefix"),
    ("f01d5001220\(test)", .integerNotMinimal(.codec), "as few bytes as possible"),
    ("f015592001220\(test)", .integerNotMinimal(.function), "as few bytes as possible"),
    ("f015512a000\(test)", .integerNotMinimal(.digestLength), "as few bytes as possible"),
    ("f01ffffffffffffffffff011220\(test)", .integerTooLong(.codec), "longer than 9 bytes"),
    ("f01551210\(test.prefix(32))", .wrongDigestLength(.sha2_256, found: 16), "16 bytes"),
    ("f01551221\(test)00", .wrongDigestLength(.sha2_256, found: 33), "33 bytes"),
    ("f01551320\(test)", .wrongDigestLength(.sha2_512, found: 32), "sha2-512 has 64"),
    (
      "f01551113\(test.prefix(38))", .wrongDigestLength(MultihashFunction(code: 0x11), found: 19),
      "a digest of 19 bytes, where 0x11 has 20 to 64"
    ),
    ("f01721220\(test)", .namesKey, "names a key of libp2p"),
    ("f" + String(repeating: "0", count: 306), .tooLong(characters: 307), "307 characters"),
    ("z" + String(repeating: "z", count: 300), .tooLong(characters: 301), "301 characters"),
    ("z" + String(repeating: "1", count: 300), .tooLong(characters: 301), "301 characters"),
    ("k" + String(repeating: "z", count: 2000), .tooLong(characters: 2001), "2001 characters"),
    ("b" + String(repeating: "a", count: 2000), .tooLong(characters: 2001), "2001 characters"),
  ]

  @Test(arguments: faults)
  func `what is wrong is said precisely`(text: String, error: CIDError, words: String) {
    #expect(throws: error) { try CID(text) }
    #expect(throws: error) { try CIDBytes(parsing: text.utf8.span) }
    #expect(error.description.contains(words), "\(error)")
  }

  @Test func `functions that are not known are read, and their digests kept`() throws {
    let blake3 = try CID("f01551e20\(Self.test)")
    #expect(blake3.function == MultihashFunction(code: 0x1e))
    #expect(blake3.description.hasPrefix("bafkr4i"))
    #expect(try CID(blake3.description) == blake3)
    let blake2b = try CID("f0171a0e40220\(Self.test)")
    #expect(blake2b.function == .blake2b_256 && blake2b.codec == .dagCBOR)
  }

  @Test func `every CID is read in every encoding, and nothing else has its text`() throws {
    var random = SplitMix64.announced()
    let functions: [(UInt64, Int)] = [(0x12, 32), (0x13, 64), (0, 0), (0, 7), (0xb220, 32)]
    for _ in 0..<300 {
      let (function, count) = functions.randomElement(using: &random)!
      let codec = [0x55, 0x70, 0x0129, UInt64(random.next() >> 1)].randomElement(using: &random)!
      let digest = random.bytes(count)
      var bytes: [UInt8] = [1]
      for value in [codec == 0x72 ? 0x73 : codec, function, UInt64(count)] {
        bytes += Encoding.varint(value)
      }
      bytes += digest
      let texts = [
        "z" + Encoding.base58.text(bytes), "k" + Encoding.base36.text(bytes),
        "f" + Encoding.base16(bytes),
      ]
      let cids = try texts.map { try CID($0) }
      #expect(Set(cids).count == 1)
      #expect(cids[0].bytes == bytes && cids[0].digest == digest)
      let canonical = cids[0].description
      #expect(try CID(canonical) == cids[0])
      #expect(canonical.utf8.count < 254)
      // One changed character is another CID, or none.
      var changed = Array(canonical.utf8)
      let place = Int.random(in: 1..<changed.count, using: &random)
      changed[place] = changed[place] == 0x61 ? 0x62 : 0x61
      let other = try? CID(String(decoding: changed, as: UTF8.self))
      #expect(other != cids[0])
    }
  }

  @Test func `random texts are answered, never trapped on`() {
    var random = SplitMix64.announced()
    let alphabet = Array("bzkfBKFQm0123456789abcdefghijklmnopqrstuvwxyz!é".utf8)
    for _ in 0..<20_000 {
      var text = [["Qm", "b", "z", "k", "f", "bafk", "f0155"].randomElement(using: &random)!]
        .flatMap { Array($0.utf8) }
      for _ in 0..<Int.random(in: 0...320, using: &random) {
        text.append(alphabet.randomElement(using: &random)!)
      }
      if let cid = try? CID(parsing: text.span) {
        #expect((try? CID(cid.description)) == cid)
      }
    }
  }
}
