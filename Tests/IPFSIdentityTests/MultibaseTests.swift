import Testing

@testable import IPFSIdentity

@Suite struct MultibaseTests {
  /// The published test vectors, those of the encodings that are read here.
  static let rows: [(String, String)] = [
    ("f796573206d616e692021", "yes mani !"), ("F796573206D616E692021", "yes mani !"),
    ("bpfsxgidnmfxgsibb", "yes mani !"), ("BPFSXGIDNMFXGSIBB", "yes mani !"),
    ("k2lcpzo5yikidynfl", "yes mani !"), ("K2LCPZO5YIKIDYNFL", "yes mani !"),
    ("z7paNL19xttacUY", "yes mani !"),
    ("f00796573206d616e692021", "\0yes mani !"), ("bab4wk4zanvqw42jaee", "\0yes mani !"),
    ("k02lcpzo5yikidynfl", "\0yes mani !"), ("z17paNL19xttacUY", "\0yes mani !"),
    ("f0000796573206d616e692021", "\0\0yes mani !"),
    ("baaahszltebwwc3tjeaqq", "\0\0yes mani !"), ("k002lcpzo5yikidynfl", "\0\0yes mani !"),
    ("z117paNL19xttacUY", "\0\0yes mani !"),
    // Letters of the other case than expected.
    ("f68656c6c6f20776F726C64", "hello world"), ("F68656c6c6f20776F726C64", "hello world"),
    ("bnbswy3dpeB3W64TMMQ", "hello world"), ("Bnbswy3dpeB3W64TMMQ", "hello world"),
    ("kfUvrsIvVnfRbjWaJo", "hello world"), ("KfUVrSIVVnFRbJWAJo", "hello world"),
    ("b", ""), ("z", ""), ("k", ""), ("f", ""),
  ]

  @Test(arguments: rows)
  func `a published text stands for its bytes`(text: String, content: String) throws {
    let base = try #require(Multibase(prefix: text.utf8.first!))
    var bytes = Multibase.Bytes(repeating: 0)
    let count = try base.decode(text.utf8.span, from: 1, into: &bytes)
    #expect((0..<count).map { bytes[$0] } == Array(content.utf8))
  }

  static let integers: [(UInt64, [UInt8])] = [
    (1, [0x01]), (127, [0x7f]), (128, [0x80, 0x01]), (255, [0xff, 0x01]),
    (300, [0xac, 0x02]), (16384, [0x80, 0x80, 0x01]),
    (UInt64(Int64.max), [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]),
  ]

  @Test(arguments: integers)
  func `an integer has the published bytes`(value: UInt64, bytes: [UInt8]) throws {
    var written: [UInt8] = []
    UnsignedVarint.append(value, to: &written)
    #expect(written == bytes)
    var position = 0
    #expect(try UnsignedVarint.read(bytes.span, at: &position, upTo: bytes.count) == value)
    #expect(position == bytes.count)
  }
}
