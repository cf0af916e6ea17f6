import Testing
import WalrusIdentity

/// The rules of every identifier's text, one row per rule.
struct IdentifierTests {
  static let blob = "M4hsZGQ1oCktdzegB6HnI6Mi28S2nqOPHxK-W7_4BUk"
  static let patch = "OTAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABCgAUAA"

  static let wrongBlobs: [(String, IdentifierError, String)] = [
    ("", .wrongLength(found: 0, expected: 43), "wrong length: 0 characters, expected 43"),
    (
      String(blob.dropLast()), .wrongLength(found: 42, expected: 43),
      "wrong length: 42 characters, expected 43"
    ),
    (blob + "=", .wrongLength(found: 44, expected: 43), "wrong length: 44 characters, expected 43"),
    (patch, .wrongLength(found: 50, expected: 43), "wrong length: 50 characters, expected 43"),
    (
      "+" + blob.dropFirst(), .notBase64URL(character: 0x2b, offset: 0),
      "character '+' at offset 0 is not base64url"
    ),
    (
      blob.dropLast() + "/", .notBase64URL(character: 0x2f, offset: 42),
      "character '/' at offset 42 is not base64url"
    ),
    (
      blob.dropLast() + "=", .notBase64URL(character: 0x3d, offset: 42),
      "character '=' at offset 42 is not base64url"
    ),
    (
      "M4 " + blob.dropFirst(3), .notBase64URL(character: 0x20, offset: 2),
      "character 0x20 at offset 2 is not base64url"
    ),
    (
      "\0" + blob.dropFirst(), .notBase64URL(character: 0, offset: 0),
      "character 0x00 at offset 0 is not base64url"
    ),
    (
      blob.dropLast(2) + "é", .notBase64URL(character: 0xc3, offset: 41),
      "character 0xc3 at offset 41 is not base64url"
    ),
    (
      blob.dropLast() + "l", .notCanonical(character: 0x6c, offset: 42),
      "last character 'l' at offset 42 is not canonical: its unused low bits must be zero"
    ),
  ]

  @Test(arguments: wrongBlobs)
  func `a blob id that breaks a rule is refused and says which`(
    text: String, error: IdentifierError, message: String
  ) {
    #expect(throws: error) { try BlobID(text) }
    #expect(error.description == message)
  }

  @Test
  func `only the last characters with two zero low bits are canonical for a blob id`() throws {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    var accepted = ""
    for last in alphabet {
      if let id = try? BlobID(Self.blob.dropLast() + String(last)) {
        accepted.append(last)
        #expect(id.description.last == last)
      }
    }
    #expect(accepted == "AEIMQUYcgkosw048")
  }

  @Test
  func `only the last characters with four zero low bits are canonical for a patch id`() {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    let accepted = alphabet.filter {
      (try? QuiltPatchID(Self.patch.dropLast() + String($0))) != nil
    }
    #expect(accepted == "AQgw")
  }

  static let wrongPatches: [(String, IdentifierError, String)] = [
    (blob, .wrongLength(found: 43, expected: 50), "wrong length: 43 characters, expected 50"),
    (
      "!" + patch.dropFirst(), .notBase64URL(character: 0x21, offset: 0),
      "character '!' at offset 0 is not base64url"
    ),
    (
      patch.dropLast() + "B", .notCanonical(character: 0x42, offset: 49),
      "last character 'B' at offset 49 is not canonical: its unused low bits must be zero"
    ),
    (
      String(repeating: "A", count: 42) + "ACCgAUAA", .unknownPatchVersion(2),
      "unknown quilt patch version 2, expected 1"
    ),
    (
      String(repeating: "A", count: 50), .unknownPatchVersion(0),
      "unknown quilt patch version 0, expected 1"
    ),
    (
      String(repeating: "A", count: 42) + "ABFAAUAA", .noColumns(start: 20, end: 20),
      "quilt patch covers no columns: start 20, end 20"
    ),
    (
      String(repeating: "A", count: 42) + "ABFAAKAA", .noColumns(start: 20, end: 10),
      "quilt patch covers no columns: start 20, end 10"
    ),
  ]

  @Test(arguments: wrongPatches)
  func `a quilt patch id that breaks a rule is refused and says which`(
    text: String, error: IdentifierError, message: String
  ) {
    #expect(throws: error) { try QuiltPatchID(text) }
    #expect(error.description == message)
  }

  static let wrongObjects: [(String, IdentifierError, String)] = [
    ("", .missingHexPrefix, "object id must begin with 0x"),
    ("0", .missingHexPrefix, "object id must begin with 0x"),
    ("12ab", .missingHexPrefix, "object id must begin with 0x"),
    ("0X12", .missingHexPrefix, "object id must begin with 0x"),
    ("0x", .noHexDigits, "object id has no digits after 0x"),
    (
      "0x" + String(repeating: "1", count: 65), .tooManyHexDigits(found: 65),
      "object id has 65 digits after 0x, at most 64 are allowed"
    ),
    (
      "0x12g4", .notHexadecimal(character: 0x67, offset: 4),
      "character 'g' at offset 4 is not a hexadecimal digit"
    ),
    (
      "0x ", .notHexadecimal(character: 0x20, offset: 2),
      "character 0x20 at offset 2 is not a hexadecimal digit"
    ),
  ]

  @Test(arguments: wrongObjects)
  func `an object id that breaks a rule is refused and says which`(
    text: String, error: IdentifierError, message: String
  ) {
    #expect(throws: error) { try ObjectID(text) }
    #expect(error.description == message)
  }

  @Test(arguments: [
    ("0x5", "5"), ("0xAbC", "abc"), ("0x0", "0"),
    (
      "0xe91eee8c5b6f35b9a250cfc29e30f0d9e5463a21fd8d1ddb0fc22d44db4eac50",
      "e91eee8c5b6f35b9a250cfc29e30f0d9e5463a21fd8d1ddb0fc22d44db4eac50"
    ),
  ])
  func `an object id is written with 64 digits`(text: String, digits: String) throws {
    let id = try ObjectID(text)
    let canonical = "0x" + String(repeating: "0", count: 64 - digits.count) + digits
    #expect(id.description == canonical)
    #expect(try ObjectID(canonical) == id)
    #expect([UInt8](capacity: 66) { id.write(into: &$0) } == Array(canonical.utf8))
  }

  @Test
  func `a raw form of the wrong length is refused`() {
    let bytes = [UInt8](repeating: 1, count: 31)
    let error = IdentifierError.wrongByteCount(found: 31, expected: 32)
    #expect(throws: error) { try BlobID(bytes: bytes.span) }
    #expect(throws: error) { try ObjectID(bytes: bytes.span) }
    #expect(throws: IdentifierError.wrongByteCount(found: 31, expected: 37)) {
      try QuiltPatchID(bytes: bytes.span)
    }
    #expect(error.description == "wrong length: 31 bytes, expected 32")
  }

  @Test
  func `the published quilt patch id is taken apart and put together`() throws {
    let id = try QuiltPatchID(Self.patch)
    #expect(id.quilt.words == (12345, 0, 0, 0))
    #expect(id.columns == 10..<20)
    #expect(id.description == Self.patch)
    #expect(try QuiltPatchID(quilt: id.quilt, startColumn: 10, endColumn: 20) == id)
  }

  @Test(arguments: [0x5eed, 42, 2026] as [UInt64])
  func `every identifier survives the round trip through text and bytes`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let raw = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
      let blob = try BlobID(bytes: raw.span)
      #expect(blob.bytes == raw, "seed \(seed)")
      #expect(blob.description.utf8.count == BlobID.textLength)
      #expect(try BlobID(blob.description) == blob, "seed \(seed)")
      #expect(BlobID(words: blob.words) == blob)

      let object = try ObjectID(bytes: raw.span)
      #expect(object.bytes == raw, "seed \(seed)")
      #expect(try ObjectID(object.description) == object, "seed \(seed)")

      let start = UInt16.random(in: 0..<UInt16.max, using: &random)
      let end = UInt16.random(in: (start + 1)...UInt16.max, using: &random)
      let patch = try QuiltPatchID(quilt: blob, startColumn: start, endColumn: end)
      #expect(try QuiltPatchID(bytes: patch.bytes.span) == patch, "seed \(seed)")
      #expect(try QuiltPatchID(patch.description) == patch, "seed \(seed)")
    }
  }

  @Test
  func `a text is canonical or refused, whatever its bytes`() {
    let seed: UInt64 = 0xba5e
    var random = SeededGenerator(seed: seed)
    for _ in 0..<5_000 {
      let count = Int.random(in: 0...80, using: &random)
      let text = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
      if let id = try? BlobID(parsing: text.span) {
        #expect(Array(id.description.utf8) == text, "seed \(seed)")
      }
      if let id = try? QuiltPatchID(parsing: text.span) {
        #expect(Array(id.description.utf8) == text, "seed \(seed)")
      }
      _ = try? ObjectID(parsing: text.span)
    }
  }
}
