import Testing
import WalrusIdentity

@testable import ContentDelivery

@Suite struct ContentPathTests {
  static let blob = "M4hsZGQ1oCktdzegB6HnI6Mi28S2nqOPHxK-W7_4BUk"
  static let patch = "OTAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABCgAUAA"
  static let object = "0x" + String(repeating: "ab", count: 32)
  static let upperObject = "0x" + String(repeating: "AB", count: 32)
  static let fullFive = "0x" + String(repeating: "0", count: 63) + "5"
  static let lastWrong = String(blob.dropLast()) + "l"
  static let firstWrong = "!" + String(blob.dropFirst())
  static let encoded = "%4D" + String(blob.dropFirst(3))
  static let secret = SampleContent.secret

  private func key(_ path: String) throws -> ContentKey? {
    try ContentPath(path.utf8.span)?.key(in: path.utf8.span, secret: Self.secret)
  }

  private func reference(_ path: String) throws -> ContentReference? {
    try ContentReference(path: path.utf8.span, secret: Self.secret)
  }

  static let synonyms: [[String]] = [
    ["/cdn/\(blob)", "/v1/blobs/\(blob)"],
    ["/cdn/\(patch)", "/v1/blobs/by-quilt-patch-id/\(patch)"],
    ["/cdn/\(object)", "/v1/blobs/by-object-id/\(object)", "/cdn/\(upperObject)"],
    ["/cdn/0x5", "/v1/blobs/by-object-id/\(fullFive)"],
    [
      "/cdn/\(blob)/a%20b", "/v1/blobs/by-quilt-id/\(blob)/a%20b", "/cdn/\(blob)/%61%20%62",
    ],
    ["/cdn/\(blob)/a%2Fb", "/cdn/\(blob)/a%2fb"],
    ["/cdn/\(blob)/walrus-38.jpeg", "/v1/blobs/by-quilt-id/\(blob)/walrus-38.jpeg"],
    ["/cdn/\(blob)/%C3%BC"],
  ]

  @Test(arguments: synonyms)
  func `paths of the same content have one key`(paths: [String]) throws {
    let first = try #require(try key(paths[0]))
    for path in paths {
      #expect(try key(path) == first)
      let reference = try #require(try reference(path))
      #expect(reference.key == first)
      #expect(try key(reference.canonicalPath) == first)
      #expect(try key(reference.aggregatorPath) == first)
    }
  }

  @Test func `different contents have different keys`() throws {
    let paths = [
      "/cdn/\(Self.blob)", "/cdn/\(Self.patch)", "/cdn/\(Self.object)", "/cdn/\(Self.blob)/a",
      "/cdn/\(Self.blob)/b", "/cdn/\(Self.blob)/%00a", "/cdn/\(Self.blob)/a%00",
      "/cdn/OTAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
      "/cdn/OTAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABCgAVAA",
    ]
    #expect(Set(try paths.map { try #require(try key($0)) }).count == paths.count)
    let quilt = try BlobID(Self.blob)
    // An object with the bytes of a blob is not that blob.
    #expect(ContentKey(quilt) != ContentKey(ObjectID(raw: quilt.raw)))
  }

  @Test func `a name's key depends on the secret`() throws {
    let path = "/cdn/\(Self.blob)/name"
    let other = ContentKeySecret(1, 2)
    #expect(
      try ContentReference(path: path.utf8.span, secret: other)?.key
        != ContentReference(path: path.utf8.span, secret: Self.secret)?.key)
  }

  @Test(arguments: [
    "/", "", "/cdn", "/cdn2/\(blob)", "/v1/blobs", "/v1/blobs/\(blob)/byte-range",
    "/v1/blobs/by-quilt-id/\(blob)", "/v1/blobs/by-quilt-id/\(blob)/a/b",
    "/v1/blobs/by-object-id/\(object)/x", "/v1/quilts/\(blob)/patches", "/CDN/\(blob)",
    "//cdn/\(blob)", "/v1/blobs/other/\(blob)",
  ])
  func `other paths are left to the router`(path: String) throws {
    #expect(try key(path) == nil)
    #expect(try reference(path) == nil)
  }

  static let faults: [(String, ContentPathError)] = [
    ("/cdn/", .unrecognised(length: 0)),
    ("/cdn/abc", .unrecognised(length: 3)),
    ("/v1/blobs/", .malformed(.blob, .wrongLength(found: 0, expected: 43))),
    ("/v1/blobs/by-object-id", .malformed(.blob, .wrongLength(found: 12, expected: 43))),
    ("/cdn/\(lastWrong)", .malformed(.blob, .notCanonical(character: 108, offset: 42))),
    ("/cdn/\(firstWrong)", .malformed(.blob, .notBase64URL(character: 33, offset: 0))),
    ("/cdn/\(encoded)", .malformed(.blob, .notBase64URL(character: 37, offset: 0))),
    ("/cdn/0x", .malformed(.object, .noHexDigits)),
    ("/cdn/0xg", .malformed(.object, .notHexadecimal(character: 103, offset: 2))),
    ("/cdn/\(object)00", .malformed(.object, .tooManyHexDigits(found: 66))),
    ("/v1/blobs/by-object-id/5", .malformed(.object, .missingHexPrefix)),
    (
      "/v1/blobs/by-quilt-patch-id/\(blob)",
      .malformed(.quiltPatch, .wrongLength(found: 43, expected: 50))
    ),
    ("/cdn/\(patch)/a", .malformed(.quilt, .wrongLength(found: 50, expected: 43))),
    ("/cdn/\(blob)/", .emptyIdentifier),
    ("/cdn/\(blob)/a/b", .tooManySegments),
    ("/cdn/\(blob)/a/", .tooManySegments),
    ("/cdn/\(blob)/%", .malformedPercentEncoding(offset: 49)),
    ("/cdn/\(blob)/a%2", .malformedPercentEncoding(offset: 50)),
    ("/cdn/\(blob)/a%2g", .malformedPercentEncoding(offset: 50)),
    ("/cdn/\(blob)/a%+1", .malformedPercentEncoding(offset: 50)),
  ]

  @Test(arguments: faults)
  func `what is wrong is said precisely`(path: String, error: ContentPathError) {
    #expect(throws: error) { try key(path) }
    #expect(throws: error) { try reference(path) }
    #expect(!error.description.isEmpty)
  }

  @Test(arguments: [
    ("%00", ContentPathError.controlCharacter), ("a%0Ab", .controlCharacter),
    ("%7F", .controlCharacter), ("%C2%85", .controlCharacter), ("%FF", .notUTF8),
    ("%C0%AF", .notUTF8), ("%ED%A0%80", .notUTF8), (".", .dotSegment), ("..", .dotSegment),
    ("%2e%2E", .dotSegment),
  ])
  func `identifiers that no quilt can have are refused before they go upstream`(
    identifier: String, error: ContentPathError
  ) throws {
    // The key alone does no harm: nothing can be stored under it.
    #expect(try key("/cdn/\(Self.blob)/\(identifier)") != nil)
    #expect(throws: error) { try reference("/cdn/\(Self.blob)/\(identifier)") }
  }

  @Test func `the parts go upstream encoded anew`() throws {
    let reference = try #require(try reference("/cdn/\(Self.blob)/a%2F..%2F%3fb%25%23+"))
    #expect(
      reference.aggregatorPath == "/v1/blobs/by-quilt-id/\(Self.blob)/a%2F..%2F%3Fb%25%23%2B")
    #expect(reference.name == .namedPatch(quilt: try BlobID(Self.blob), identifier: "a/../?b%#+"))
  }

  @Test func `entity tags are strong, and different for each patch of a quilt`() throws {
    let tags = try [
      "/cdn/\(Self.blob)", "/cdn/\(Self.patch)", "/cdn/\(Self.blob)/a", "/cdn/\(Self.blob)/b",
      "/cdn/0x5",
    ].map { try #require(try reference($0)).entityTag() }
    #expect(Set(tags).count == tags.count)
    #expect(tags[0] == "\"\(Self.blob)\"")
    for tag in tags {
      #expect(tag.first == "\"" && tag.last == "\"")
      #expect(ContentFields.isFieldValue(tag) && tag.utf8.count < 128)
    }
    let object = try #require(try reference("/cdn/0x5"))
    #expect(object.entityTag(blob: try BlobID(Self.blob)) == tags[0])
  }

  @Test func `random bytes are answered, never trapped on`() throws {
    var random = SystemRandomNumberGenerator()
    let alphabet = Array("/%.0xaF-_=~?#\u{7f}é \0cdnv1blobs".utf8)
    for _ in 0..<20_000 {
      var path = Array(["/cdn/", "/v1/blobs/", "/cdn/\(Self.blob)/"].randomElement()!.utf8)
      for _ in 0..<Int.random(in: 0...60, using: &random) { path.append(alphabet.randomElement()!) }
      _ = try? ContentPath(path.span)?.key(in: path.span, secret: Self.secret)
      _ = try? ContentReference(path: path.span, secret: Self.secret)
    }
  }
}
