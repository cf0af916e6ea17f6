import TestSupport
import Testing

@testable import Devnet

@Suite struct TokenTests {
  private static let secret = "a secret of the publisher"

  /// A token with this payload, signed with `key`.
  private static func token(
    _ payload: String, key: String = secret, algorithm: String = "HS256"
  ) -> String {
    let header = Base64URLText.encode(Array(#"{"typ":"JWT","alg":"\#(algorithm)"}"#.utf8))
    let signed = header + "." + Base64URLText.encode(Array(payload.utf8))
    let signature = Digest.hmacSHA256(Array(signed.utf8), key: Array(key.utf8))
    return signed + "." + Base64URLText.encode(signature)
  }

  private static func options(
    _ change: (inout TokenOptions) -> Void = { _ in }
  ) -> TokenOptions {
    var options = TokenOptions()
    options.secret = secret
    change(&options)
    return options
  }

  private func put(
    _ payload: String, query: String = "", options: TokenOptions = options(), key: String = secret
  ) async throws -> RawResponse {
    try await NetworkFixture.with(configure: { $0.tokens = options }) { fixture in
      let token = Self.token(payload, key: key)
      return try await fixture.send(
        "PUT", "/v1/blobs\(query)", ["Authorization: Bearer \(token)"],
        body: Array("0123456789".utf8), to: .publisher)
    }
  }

  // 4102444800 is a second in the year 2100.
  @Test(
    arguments: [
      // What is needed and what is optional.
      (#"{"exp":4102444800,"jti":"a"}"#, 200, nil),
      (#"{"exp":4102444800}"#, 400, "INVALID_TOKEN"), (#"{"jti":"a"}"#, 400, "INVALID_TOKEN"),
      (#"{"exp":"4102444800","jti":"a"}"#, 400, "INVALID_TOKEN"),
      (#"[1]"#, 400, "INVALID_TOKEN"), ("nonsense", 400, "INVALID_TOKEN"),
      (#"{"exp":1000,"jti":"a"}"#, 504, "EXPIRED_SIGNATURE"),
      (#"{"exp":9000000000000000000,"jti":"a"}"#, 400, "INVALID_TIMESTAMP"),
      (#"{"exp":4102444800,"jti":"a","size":10,"max_size":10}"#, 400, "INCONSISTENT_TOKEN"),
      // The true length is compared even where the upload is not verified.
      (#"{"exp":4102444800,"jti":"a","size":10}"#, 200, nil),
      (#"{"exp":4102444800,"jti":"a","size":11}"#, 400, "INVALID_SIZE"),
      (#"{"exp":4102444800,"jti":"a","max_size":9}"#, 400, "INVALID_SIZE"),
      // These are not looked at without verification.
      (#"{"exp":4102444800,"jti":"a","epochs":7}"#, 200, nil),
      (#"{"exp":4102444800,"jti":"a","send_object_to":"0x1"}"#, 200, nil),
    ] as [(String, Int, String?)])
  func `claims are checked`(payload: String, status: Int, reason: String?) async throws {
    let answer = try await put(payload)
    #expect(answer.status == status, "\(answer.text)")
    #expect(answer.errorReason == reason)
  }

  @Test(
    arguments: [
      ("", #""epochs":1"#, 200, nil), ("?epochs=2", #""epochs":2"#, 200, nil),
      ("?epochs=2", #""epochs":3"#, 400, "INVALID_EPOCHS"),
      ("?epochs=2", #""max_epochs":2"#, 200, nil),
      ("?epochs=3", #""max_epochs":2"#, 400, "INVALID_EPOCHS"),
      ("", #""epochs":1,"max_epochs":1"#, 400, "INCONSISTENT_TOKEN"),
      ("", #""size":9"#, 400, "INVALID_SIZE"), ("", #""max_size":10"#, 200, nil),
      ("", #""send_object_to":"0x1""#, 400, "INVALID_SEND_OBJECT_TO"),
      ("?send_object_to=0x2", #""send_object_to":"0x1""#, 400, "INVALID_SEND_OBJECT_TO"),
      ("?send_object_to=0x1", #""send_object_to":"0x1""#, 200, nil),
      ("?send_object_to=0x1", #""iat":1"#, 200, nil),
    ] as [(String, String, Int, String?)])
  func `an upload is verified`(
    query: String, claims: String, status: Int, reason: String?
  ) async throws {
    let answer = try await put(
      #"{"exp":4102444800,"jti":"a",\#(claims)}"#, query: query,
      options: Self.options { $0.verifiesUpload = true })
    #expect(answer.status == status, "\(answer.text)")
    #expect(answer.errorReason == reason)
  }

  @Test(
    arguments: [
      (#","iat":4102444700"#, 200, nil), (#","iat":4102444699"#, 400, "INVALID_EXPIRATION"),
      ("", 400, "INVALID_EXPIRATION"),
    ] as [(String, Int, String?)])
  func `a lifetime can be required`(issued: String, status: Int, reason: String?) async throws {
    let answer = try await put(
      #"{"exp":4102444800,"jti":"a"\#(issued)}"#,
      options: Self.options { $0.expiringSeconds = 100 })
    #expect(answer.status == status)
    #expect(answer.errorReason == reason)
  }

  @Test func `a foreign signature is 401 in the envelope of the token check`() async throws {
    let answer = try await put(#"{"exp":4102444800,"jti":"a"}"#, key: "other")
    #expect(answer.status == 401)
    #expect(answer.json["error"]?["status"]?.string == "UNAUTHENTICATED")
    #expect(answer.errorReason == "INVALID_SIGNATURE")
    #expect(answer.text.contains(#""domain":"auth.publisher.walrus.space""#))
  }

  @Test func `without a secret no signature is checked`() async throws {
    var options = TokenOptions()
    options.verifiesUpload = true
    let answer = try await put(#"{"exp":4102444800,"jti":"a"}"#, options: options, key: "other")
    #expect(answer.status == 200)
  }

  @Test func `another algorithm is refused`() async throws {
    try await NetworkFixture.with(configure: { $0.tokens = Self.options() }) { fixture in
      let token = Self.token(#"{"exp":4102444800,"jti":"a"}"#, algorithm: "none")
      let answer = try await fixture.send(
        "PUT", "/v1/blobs", ["Authorization: Bearer \(token)"], body: [1], to: .publisher)
      #expect(answer.errorReason == "INVALID_TOKEN")
    }
  }

  @Test(arguments: [[], ["Authorization: Basic eDp5"], ["Authorization: Bearer"]])
  func `a missing or malformed header is 400 in plain text`(fields: [String]) async throws {
    try await NetworkFixture.with(configure: { $0.tokens = Self.options() }) { fixture in
      for target in ["/v1/blobs", "/v1/quilts"] {
        let answer = try await fixture.send("PUT", target, fields, body: [1], to: .publisher)
        #expect(answer.status == 400)
        #expect(answer["content-type"] == "text/plain; charset=utf-8")
      }
      let status = try await fixture.send("GET", "/status", to: .publisher)
      #expect(status.status == 200)
    }
  }

  @Test func `a token is good once, unless its claims did not fit`() async throws {
    let options = Self.options { $0.verifiesUpload = true }
    try await NetworkFixture.with(configure: { $0.tokens = options }) { fixture in
      func put(_ query: String) async throws -> RawResponse {
        let token = Self.token(#"{"exp":4102444800,"jti":"one","epochs":2}"#)
        return try await fixture.send(
          "PUT", "/v1/blobs\(query)", ["Authorization: Bearer \(token)"], body: [1],
          to: .publisher)
      }
      let unfit = try await put("?epochs=1")
      #expect(unfit.errorReason == "INVALID_EPOCHS")
      let first = try await put("?epochs=2")
      #expect(first.status == 200)
      let second = try await put("?epochs=2")
      #expect(second.status == 429)
      #expect(second.errorReason == "TOKEN_ALREADY_USED")
      #expect(second.json["error"]?["status"]?.string == "RESOURCE_EXHAUSTED")
    }
  }

  @Test func `a secret may be written in hex`() {
    var options = TokenOptions()
    options.secret = "0x00ff10"
    #expect(options.key == [0x00, 0xFF, 0x10])
    options.secret = "plain"
    #expect(options.key == Array("plain".utf8))
  }
}
