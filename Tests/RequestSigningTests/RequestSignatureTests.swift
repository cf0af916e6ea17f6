import Settings
import Testing

@testable import RequestSigning

/// The value of the field: what is signed, how it is written, and what is no signature.
@Suite struct RequestSignatureTests {
  @Test func `the code is what openssl dgst -sha256 -hmac computes over the same lines`() {
    #expect(
      SignatureSamples.signature().value
        == "key=ops;t=1800000000;nonce=AbCdEfGhIjKlMnOp;"
        + "v1=106f12280a0fbe8bc0d7f2a45947d42a447006140cfc05db6dfc1883f070740d")
    let bare = SignatureSamples.request("DELETE", "", "", content: "")
    #expect(
      SignatureSamples.signature(of: bare).value.hasSuffix(
        "v1=3577ad9c85ccddd720bb8a2c2a1687cfbf0eaf6ea9064235f54b3ad322059c8b"))
  }

  @Test func `a signature is read as it is written`() throws {
    let made = RequestSignature(
      of: SignatureSamples.request(), with: SignatureSamples.key, timestamp: 1)
    let read = try #require(RequestSignature(Array(made.value.utf8)))
    #expect(read == made)
    #expect(made.nonce.utf8.count == 22)
  }

  @Test func `two signatures of one moment differ in their nonce`() {
    let request = SignatureSamples.request()
    let values = (0..<100).map { _ in
      RequestSignature(of: request, with: SignatureSamples.key, timestamp: 1).value
    }
    #expect(Set(values).count == 100)
  }

  static let code = String(repeating: "0f", count: 32)

  @Test(arguments: [
    "", "key=ops", "key=ops;t=1;nonce=AbCdEfGhIjKlMnOp", "t=1;key=ops;nonce=AbCdEfGhIjKlMnOp;v1=C",
    "key=;t=1;nonce=AbCdEfGhIjKlMnOp;v1=C", "key=a b;t=1;nonce=AbCdEfGhIjKlMnOp;v1=C",
    "key=ops;t=;nonce=AbCdEfGhIjKlMnOp;v1=C", "key=ops;t=01;nonce=AbCdEfGhIjKlMnOp;v1=C",
    "key=ops;t=-1;nonce=AbCdEfGhIjKlMnOp;v1=C", "key=ops;t=+1;nonce=AbCdEfGhIjKlMnOp;v1=C",
    "key=ops;t=1234567890123;nonce=AbCdEfGhIjKlMnOp;v1=C",
    "key=ops;t=1;nonce=AbCdEfGhIjKlMno;v1=C", "key=ops;t=1;nonce=AbCdEfGhIjKlMn.p;v1=C",
    "key=ops;t=1;nonce=AbCdEfGhIjKlMnOp;v2=C", "key=ops;t=1;nonce=AbCdEfGhIjKlMnOp;v1=",
    "key=ops;t=1;nonce=AbCdEfGhIjKlMnOp;v1=C0", "key=ops;t=1;nonce=AbCdEfGhIjKlMnOp;v1=C;",
    "key=ops; t=1; nonce=AbCdEfGhIjKlMnOp; v1=C", "KEY=ops;t=1;nonce=AbCdEfGhIjKlMnOp;v1=C",
  ])
  func `what has another spelling is no signature`(text: String) {
    #expect(RequestSignature(Array(text.replacing("=C", with: "=\(Self.code)").utf8)) == nil)
  }

  @Test func `the digits of a code are small letters`() {
    let text = "key=ops;t=1;nonce=AbCdEfGhIjKlMnOp;v1="
    #expect(RequestSignature(Array((text + Self.code).utf8)) != nil)
    #expect(RequestSignature(Array((text + Self.code.uppercased()).utf8)) == nil)
  }

  @Test(arguments: [
    "", "ops", "ops:", ":a-secret-of-thirty-two-characters", "ops:too-short",
    "o ps:a-secret-of-thirty-two-characters", "ops:a-secret-of-thirty-two characters",
    "ops:a-secret-of-thirty-two,characters-more", "ops:a-secret-of-thirty-two-charactërs",
    String(repeating: "o", count: 33) + ":a-secret-of-thirty-two-characters",
  ])
  func `what is no key is refused`(text: String) { #expect(SignatureKey(text) == nil) }

  @Test func `a key shows its id and never its secret`() {
    let shown = "\(SignatureSamples.key) \(String(reflecting: [SignatureSamples.key]))"
    #expect(shown.contains("ops") && !shown.contains("thirty-two"))
  }

  @Test func `a third key is refused, and so are two of one id`() throws {
    func keys(_ text: String) throws -> [String] {
      let sources = SettingsSources(environment: ["FLOE_SIGNING_KEYS": text])
      return try sources.load(RequestSigningSettings.self).settings.keys.map(\.id)
    }
    let secret = "a-secret-of-thirty-two-characters"
    #expect(try keys("a:\(secret),b:\(secret)") == ["a", "b"])
    for text in ["a:\(secret),b:\(secret),c:\(secret)", "a:\(secret),a:\(secret)x", "a"] {
      let failure = #expect(throws: SettingsFailure.self) { try keys(text) }
      #expect(!"\(String(describing: failure))".contains("thirty-two-characters"))
    }
  }
}
