import Credentials
import Testing

@Suite struct CredentialTests {
  /// RFC 4648 §10, without padding, and the two characters that differ.
  @Test(arguments: [
    ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"),
    ("fooba", "Zm9vYmE"), ("foobar", "Zm9vYmFy"), ("\u{3ff}\u{3ff}", "z7_Pvw"),
  ])
  func `bytes become text and text becomes the bytes again`(plain: String, coded: String) {
    #expect(Base64URL.text(Array(plain.utf8)) == coded)
    #expect(Base64URL.bytes(coded.utf8) == Array(plain.utf8))
  }

  @Test(arguments: ["Zg==", "Z", "Zh", "Zm9", "Zm+v", "Zm/v", "Zm 9v", "Zm9v\n", "é"])
  func `text with padding, spare bits or other characters is refused`(coded: String) {
    #expect(Base64URL.bytes(coded.utf8) == nil)
  }

  @Test func `a number has one text of a width`() {
    #expect(Base62.text(0, width: 6) == "000000")
    #expect(Base62.text(61, width: 2) == "0z")
    #expect(Base62.text(62, width: 2) == "10")
    #expect(Base62.text(.max, width: 11) == "LygHa16AHYF")
  }

  @Test func `random characters are digits of base62, all of them, and never the same twice`() {
    let text = SecureRandom.base62(10_000)
    #expect(text.utf8.count == 10_000 && text.utf8.allSatisfy(Base62.isDigit))
    #expect(Set(text.utf8).count == 62)
    #expect(Set((0..<1000).map { _ in SecureRandom.base62(22) }).count == 1000)
    #expect(SecureRandom.bytes(0) == [] && SecureRandom.bytes(32).count == 32)
  }

  @Test func `equal bytes are equal and all others are not`() {
    #expect(ConstantTime.equal([], []) && ConstantTime.equal([1, 2], [1, 2]))
    #expect(!ConstantTime.equal([1, 2], [1, 3]) && !ConstantTime.equal([1, 2], [1, 2, 3]))
  }

  /// RFC 4231 §4.2, §4.3 and §4.7.
  @Test(arguments: [
    (
      [UInt8](repeating: 0x0b, count: 20), "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      Array("Jefe".utf8), "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      [UInt8](repeating: 0xaa, count: 131),
      "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
  ])
  func `a message code is that of the RFC`(key: [UInt8], message: String, code: String) {
    #expect(hex(MessageCode.code(of: Array(message.utf8), key: key)) == code)
    #expect(MessageCode.isValid(bytes(code), of: Array(message.utf8), key: key))
    #expect(!MessageCode.isValid(bytes(code), of: Array((message + "!").utf8), key: key))
  }

  /// RFC 8032 §7.1, tests 1 and 3.
  @Test(arguments: [
    (
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
      "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    ),
    (
      "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
      "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    ),
  ])
  func `a signature is that of the RFC`(
    seed: String, publicKey: String, message: String, signature: String
  ) throws {
    let key = try #require(Ed25519Key(seed: bytes(seed)))
    #expect(hex(key.publicKey) == publicKey)
    #expect(hex(key.signature(of: bytes(message))) == signature)
    func isValid(_ signature: [UInt8], _ message: [UInt8]) -> Bool {
      Ed25519Key.isValid(signature, of: message, publicKey: key.publicKey)
    }
    #expect(isValid(bytes(signature), bytes(message)))
    #expect(!isValid(bytes(signature), bytes(message) + [0]))
    var broken = bytes(signature)
    broken[63] ^= 1
    #expect(!isValid(broken, bytes(message)) && !isValid([], bytes(message)))
    #expect(!"\(key)".contains(seed) && !String(reflecting: key).contains("["))
  }

  @Test func `a key has 32 bytes`() {
    #expect(
      Ed25519Key(seed: []) == nil && Ed25519Key(seed: [UInt8](repeating: 1, count: 33)) == nil)
  }

  @Test func `a secret is stored as its SHA-256`() {
    #expect(
      hex(SecretDigest.of("abc"))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }
}

private func hex(_ bytes: [UInt8]) -> String {
  bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}

private func bytes(_ hex: String) -> [UInt8] {
  let digits = hex.compactMap(\.hexDigitValue)
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}
