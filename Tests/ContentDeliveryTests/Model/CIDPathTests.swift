import IPFSIdentity
import Testing
import WalrusIdentity

@testable import ContentDelivery

/// Paths that name content of IPFS.
@Suite struct CIDPathTests {
  static let cid = "bafybeibxm2nsadl3fnxv2sxcxmxaco2jl53wpeorjdzidjwf5aqdg7wa6u"
  static let zero = "QmS4ustL54uo8FzR9455qaxZwuMiUhyvMcX9Ba8nUH4uVv"
  static let raw = "bafkreievd6mwe6vcwnkwo3eizs3h7w3a34opszbyfxziqdxguhjw7imdve"
  static let pb = "bafybeievd6mwe6vcwnkwo3eizs3h7w3a34opszbyfxziqdxguhjw7imdve"
  /// An identity CID with the length of a blob id, and one with that of a quilt patch id.
  static let as43 = "f01550011" + String(repeating: "60", count: 17)
  static let as50 = "bafkqags" + String(repeating: "a", count: 42)

  private func key(_ path: String) throws -> ContentKey? {
    try ContentPath(path.utf8.span)?.key(in: path.utf8.span, secret: SampleContent.secret)
  }

  private func reference(_ path: String) throws -> ContentReference? {
    try ContentReference(path: path.utf8.span, secret: SampleContent.secret)
  }

  static let synonyms: [[String]] = [
    ["/ipfs/\(cid)", "/cdn/\(cid)", "/cdn/\(zero)", "/ipfs/\(zero)", "/cdn/\(cid.uppercased())"],
    ["/ipfs/bafkqaaa", "/cdn/bafkqaaa", "/cdn/f01550000"],
    ["/ipfs/\(raw)", "/cdn/\(raw)"], ["/ipfs/\(as43)"],
    ["/ipfs/f0171a0e40220" + String(repeating: "07", count: 32)],
    ["/ipfs/f01551340" + String(repeating: "ab", count: 64)],
    ["/ipfs/f01ffffffff071220" + String(repeating: "ab", count: 32)],
  ]

  @Test(arguments: synonyms)
  func `paths of the same CID have one key`(paths: [String]) throws {
    let first = try #require(try key(paths[0]))
    for path in paths {
      #expect(try key(path) == first)
      let reference = try #require(try reference(path))
      #expect(reference.key == first)
      #expect(try key(reference.canonicalPath) == first)
      #expect(reference.canonicalPath == "/ipfs/\(reference)")
      #expect(reference.entityTag() == "\"\(reference)\"")
      #expect(ContentFields.isFieldValue(reference.entityTag()))
    }
  }

  @Test func `CIDs that differ in anything have different keys`() throws {
    let digest = String(repeating: "ab", count: 32)
    let long = String(repeating: "ab", count: 64)
    let paths = [
      raw(0x55, 0x12, digest), raw(0x70, 0x12, digest), raw(0x55, 0x16, digest),
      raw(0x55, 0x12, digest.dropLast(2) + "ac"), raw(0x55, 0x13, long),
      raw(0x70, 0x13, long), raw(0x55, 0x14, long), raw(0x55, 0x13, long.dropLast(2) + "ac"),
      "/ipfs/bafkqaaa", "/ipfs/f0155000100", "/ipfs/f015500020000",
      "/ipfs/f01550021" + String(repeating: "00", count: 33), "/cdn/\(ContentPathTests.blob)",
    ]
    #expect(Set(try paths.map { try #require(try key($0)) }).count == paths.count)
  }

  private func raw(_ codec: Int, _ function: Int, _ digest: String) -> String {
    let count = String(digest.count / 2, radix: 16)
    return "/ipfs/f01\(String(codec, radix: 16))\(String(function, radix: 16))\(count)\(digest)"
  }

  @Test func `what has the length of a Walrus id is one, and a CID only behind ipfs`() throws {
    #expect(Self.as43.utf8.count == BlobID.textLength)
    #expect(try reference("/cdn/\(Self.as43)")?.name == .blob(try BlobID(Self.as43)))
    #expect(try reference("/ipfs/\(Self.as43)")?.name == .cid(try CID(Self.as43)))
    #expect(try key("/cdn/\(Self.as43)")?.kind == .blob)
    #expect(try key("/cdn/\(Self.as43)/name")?.kind == .namedPatch)
    #expect(try key("/ipfs/\(Self.as43)")?.kind == .cid)
    #expect(Self.as50.utf8.count == QuiltPatchID.textLength)
    #expect(throws: ContentPathError.self) { try key("/cdn/\(Self.as50)") }
    #expect(try key("/cdn/0x5")?.kind == .object)
  }

  static let faults: [(String, ContentPathError)] = [
    ("/ipfs/", .malformedCID(.empty)),
    ("/ipfs/abc", .malformedCID(.unknownEncoding(character: 0x61))),
    ("/ipfs/\(ContentPathTests.blob)", .malformedCID(.unknownEncoding(character: 0x4d))),
    ("/cdn/Qmabc", .malformedCID(.wrongLength(found: 5, expected: 46))),
    ("/cdn/bafkqab", .malformedCID(.impossibleLength(.base32, characters: 6))),
    ("/cdn/bafy!!!!", .malformedCID(.foreignCharacter(.base32, character: 0x21, offset: 4))),
    ("/cdn/babc", .unrecognised(length: 4)), ("/cdn/foo", .unrecognised(length: 3)),
    ("/ipfs/\(cid)/", .insideCID), ("/ipfs/\(cid)/a", .insideCID), ("/cdn/\(cid)/a", .insideCID),
    ("/cdn/\(cid)/", .insideCID), ("/cdn/\(zero)/a/b", .insideCID),
    (
      "/v1/blobs/by-quilt-id/\(cid)/a",
      .malformed(.quilt, .wrongLength(found: 59, expected: 43))
    ),
    ("/v1/blobs/\(cid)", .malformed(.blob, .wrongLength(found: 59, expected: 43))),
  ]

  @Test(arguments: faults)
  func `what is wrong is said precisely`(path: String, error: ContentPathError) {
    #expect(throws: error) { try key(path) }
    #expect(throws: error) { try reference(path) }
    #expect(!error.description.isEmpty)
  }
}
