import Accounts
import Credentials
import Testing

@Suite struct SignedTokenTests {
  private let now: Int64 = 1_800_000_000

  private static let keyTexts = [
    "new:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE",
    "old:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAI",
  ]

  private func tokens(
    _ algorithm: SigningAlgorithm = .edDSA, _ texts: [String] = keyTexts, audience: String = "floe"
  ) throws -> SignedTokens {
    SignedTokens(
      keys: try SigningKeys(texts, algorithm: algorithm), issuer: "floe", audience: audience,
      lifetime: 900)
  }

  private func make(_ tokens: SignedTokens, notAfter: Int64 = .max) -> String {
    tokens.make(userID: "usr_1", sessionID: "ses_1", at: now, notAfter: notAfter).text
  }

  @Test(arguments: SigningAlgorithm.allCases)
  func `a token says who it is of until its time is over`(algorithm: SigningAlgorithm) throws {
    let tokens = try tokens(algorithm)
    let text = make(tokens)
    #expect(SignedTokens.recognizes(text))
    let claims = try tokens.verify(text, at: now)
    #expect(claims.userID == "usr_1" && claims.sessionID == "ses_1")
    #expect(claims.expiresAt == now + 900)
    #expect(try tokens.verify(text, at: now + 899) == claims)
    #expect(throws: SignedTokenFault.expired) { try tokens.verify(text, at: now + 900) }
    #expect(try tokens.verify(text, at: now - 5) == claims)
    #expect(throws: SignedTokenFault.notYetValid) { try tokens.verify(text, at: now - 6) }
  }

  @Test func `a token does not outlive its session`() throws {
    let tokens = try tokens()
    let text = make(tokens, notAfter: now + 10)
    #expect(try tokens.verify(text, at: now).expiresAt == now + 10)
  }

  @Test func `a key that signs no more still verifies, and a key that is gone does not`() throws {
    let text = make(try tokens(.edDSA, [Self.keyTexts[1]]))
    #expect(try tokens().verify(text, at: now).userID == "usr_1")
    let rotated = try tokens(.edDSA, [Self.keyTexts[0]])
    #expect(throws: SignedTokenFault.key) { try rotated.verify(text, at: now) }
    // The same id with another secret is not the same key.
    let forged = try tokens(.edDSA, ["old" + Self.keyTexts[0].dropFirst(3)])
    #expect(throws: SignedTokenFault.signature) { try forged.verify(text, at: now) }
  }

  @Test func `a token of one algorithm is nothing where the other is in use`() throws {
    let (signed, coded) = (try tokens(.edDSA), try tokens(.hs256))
    #expect(throws: SignedTokenFault.algorithm) { try signed.verify(make(coded), at: now) }
    #expect(throws: SignedTokenFault.algorithm) { try coded.verify(make(signed), at: now) }
  }

  @Test func `a token for somebody else is refused`() throws {
    let other = try tokens(audience: "elsewhere")
    #expect(throws: SignedTokenFault.audience) { try tokens().verify(make(other), at: now) }
  }

  /// Each header beside a payload that is right, and signed with the right key.
  @Test(arguments: [
    (#"{"alg":"none","typ":"JWT","kid":"new"}"#, SignedTokenFault.algorithm),
    (#"{"alg":"None","typ":"JWT","kid":"new"}"#, .algorithm),
    (#"{"alg":"HS256","typ":"JWT","kid":"new"}"#, .algorithm),
    (#"{"alg":"eddsa","typ":"JWT","kid":"new"}"#, .algorithm),
    (#"{"alg":"EdDSA","typ":"JWT"}"#, .malformed),
    (#"{"alg":"EdDSA","kid":"new"}"#, .malformed),
    (#"{"alg":"EdDSA","typ":"at+jwt","kid":"new"}"#, .malformed),
    (#"{"alg":"EdDSA","typ":"JWT","kid":"other"}"#, .key),
    (#"{"alg":"EdDSA","typ":"JWT","kid":1}"#, .malformed),
    (#"{"alg":"EdDSA","typ":"JWT","kid":"new","crit":["exp"]}"#, .malformed),
    (#"{"alg":"EdDSA","typ":"JWT","kid":"new","jku":"https://evil.example"}"#, .malformed),
    (#"{"alg":"EdDSA","typ":"JWT","kid":"new","jwk":{}}"#, .malformed),
    (#"{"alg":"EdDSA","alg":"none","typ":"JWT","kid":"new"}"#, .malformed),
    (#"[]"#, .malformed), (#"{"#, .malformed),
  ])
  func `a header that is not ours is refused`(header: String, fault: SignedTokenFault) throws {
    let payload = make(try tokens()).split(separator: ".")[1]
    let signed = Base64URL.text(Array(header.utf8)) + "." + payload
    let key = try #require(Ed25519Key(seed: [UInt8](repeating: 0, count: 31) + [1]))
    let text = signed + "." + Base64URL.text(key.signature(of: Array(signed.utf8)))
    #expect(throws: fault) { try tokens().verify(text, at: now) }
    // And without a signature, as `none` would have it.
    #expect(throws: SignedTokenFault.malformed) { try tokens().verify(signed + ".", at: now) }
  }

  /// Each payload signed with the right key.
  @Test(arguments: [
    (#""exp":1800000900"#, SignedTokenFault?.none), (#""exp":"1800000900""#, .malformed),
    (#""exp":1800000900.5"#, .malformed), (#""exp":18000009000000"#, .malformed),
    (#""exp":-1"#, .malformed), (#""exp":null"#, .malformed), (#""exp":1800000901"#, .lifetime),
    (#""exp":1799999999"#, .expired), (#""exp":1800000900,"admin":true"#, .malformed),
    (#""exp":1800000900,"exp":1900000000"#, .malformed),
  ])
  func `claims are wanted whole and as they are made here`(
    expiry: String, fault: SignedTokenFault?
  ) throws {
    let payload =
      #"{"iss":"floe","aud":"floe","sub":"usr_1","sid":"ses_1","iat":1800000000,"#
      + #""nbf":1800000000,"jti":"x",\#(expiry)}"#
    let header = make(try tokens()).split(separator: ".")[0]
    let signed = header + "." + Base64URL.text(Array(payload.utf8))
    let key = try #require(Ed25519Key(seed: [UInt8](repeating: 0, count: 31) + [1]))
    let text = signed + "." + Base64URL.text(key.signature(of: Array(signed.utf8)))
    let tokens = try tokens()
    do throws(SignedTokenFault) {
      _ = try tokens.verify(text, at: now)
      #expect(fault == nil)
    } catch {
      #expect(error == fault)
    }
  }

  @Test func `any change of a character makes a token worth nothing`() throws {
    let tokens = try tokens()
    let text = Array(make(tokens).utf8)
    for index in text.indices where text[index] != UInt8(ascii: ".") {
      var changed = text
      changed[index] = text[index] == 0x41 ? 0x42 : 0x41
      let other = String(decoding: changed, as: UTF8.self)
      #expect(throws: SignedTokenFault.self) { try tokens.verify(other, at: now) }
    }
  }

  @Test(arguments: [
    "", ".", "..", "...", "a.b", "a.b.c.d", "eyJ.é.x", "e30.e30.e30", "e30=.e30.AA",
  ])
  func `what is no token is refused`(text: String) throws {
    #expect(throws: SignedTokenFault.self) { try tokens().verify(text, at: now) }
  }

  @Test func `a text that is absurdly long is refused unread`() throws {
    let long = String(repeating: "A", count: 3000)
    #expect(CompactSignature("\(long).\(long).\(long)") == nil)
  }

  /// RFC 7515, appendix A.1: HMAC with SHA-256 over a text with line breaks in its header.
  @Test func `the example of RFC 7515 has its code`() throws {
    let text =
      "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQog"
      + "Imh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    let key = try #require(
      Base64URL.bytes(
        ("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow")
          .utf8))
    let parts = try #require(CompactSignature(text))
    #expect(MessageCode.isValid(parts.signature, of: parts.signed, key: key))
    #expect(String(decoding: parts.payload, as: UTF8.self).hasPrefix(#"{"iss":"joe","#))
  }

  /// RFC 8037, appendix A.
  @Test func `the example of RFC 8037 has its key and its signature`() throws {
    let seed = try #require(Base64URL.bytes("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A".utf8))
    let key = try #require(Ed25519Key(seed: seed))
    #expect(Base64URL.text(key.publicKey) == "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
    let text =
      "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
      + "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    let parts = try #require(CompactSignature(text))
    #expect(parts.signature == key.signature(of: parts.signed))
    #expect(Ed25519Key.isValid(parts.signature, of: parts.signed, publicKey: key.publicKey))
  }

  @Test(arguments: [
    "", "new", ":AAAA", "new:", "new:AAAA", "a b:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE",
    "new:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAF",
  ])
  func `a malformed key is named by its place and never shown`(text: String) {
    #expect(throws: SigningKeysFault.malformed(2)) {
      try SigningKeys([Self.keyTexts[0], text], algorithm: .edDSA)
    }
    #expect(throws: SigningKeysFault.count(0)) { try SigningKeys([], algorithm: .edDSA) }
    #expect(throws: SigningKeysFault.repeated("new")) {
      try SigningKeys([Self.keyTexts[0], Self.keyTexts[0]], algorithm: .edDSA)
    }
  }
}
