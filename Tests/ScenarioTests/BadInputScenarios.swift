import Persistence
import EdgeTesting
import Gateway
import TestSupport
import Testing

/// What comes to accounts and is none of what they take: each gets a 4xx that says why, and changes
/// nothing.
@Suite(.serialized, .sharedEdge) struct BadInputScenarios {
  private let edge = SharedEdge.current

  private static let deep =
    #"{"email":"# + String(repeating: "[", count: 100) + String(repeating: "]", count: 100) + "}"

  static let registrations: [(String, Int, String)] = [
    ("", 400, "malformed-json"), ("{", 400, "malformed-json"), ("[]", 422, "invalid-content"),
    ("null", 422, "invalid-content"), ("\"x\"", 422, "invalid-content"),
    (
      #"{"email":"a@example.com","email":"b@example.com","password":"correct horse"}"#, 400,
      "malformed-json"
    ),
    (#"{"email":"a@example.com","password":"correct horse",}"#, 400, "malformed-json"),
    (#"{"email":"a@example.com","password":"correct horse"} x"#, 400, "malformed-json"),
    (#"{"email":"a@example.com","password":"correct \ud800"}"#, 400, "malformed-json"),
    (deep, 400, "malformed-json"),
    (#"{"email":1e999,"password":99999999999999999999}"#, 400, "malformed-json"),
    (#"{"email":1,"password":true}"#, 422, "invalid-content"),
    (#"{"email":{"$ne":""},"password":["correct horse"]}"#, 422, "invalid-content"),
    (#"{"email":"a@example.com","password":"correct\u0000horse"}"#, 422, "invalid-content"),
    (#"{"email":"a@example.com\u0000","password":"correct horse"}"#, 422, "invalid-content"),
    (
      #"{"email":"a@example.com\r\nBcc: b@example.com","password":"correct horse"}"#, 422,
      "invalid-content"
    ),
    (
      #"{"email":"a@example.com","password":"correct horse","role":"administrator"}"#, 422,
      "invalid-content"
    ),
    (
      #"{"email":"a@example.com","password":"correct horse","createdAt":"-9999-99-99"}"#, 422,
      "invalid-content"
    ),
    (
      #"{"email":"a@example.com","password":"correct horse","username":"\u202eadmin"}"#, 422,
      "invalid-content"
    ),
    (
      #"{"email":"a@example.com","password":"correct horse","subscriptionTier":"Starter"}"#, 422,
      "invalid-content"
    ),
    (
      "{\"email\":\"a@example.com\",\"password\":\"" + String(repeating: "x", count: 20_000)
        + "\"}",
      413, "content-too-large"
    ),
  ]

  @Test(arguments: registrations)
  func `a registration that is none is refused`(
    document: String, status: Int, slug: String
  ) async throws {
    let response = try await edge.post("/users/register", document)
    #expect(response.status == status, "\(response.text)")
    #expect(try ProblemDocument(response).slug == slug)
    #expect(try await edge.edge.database.query("SELECT id FROM users").isEmpty)
  }

  @Test func `bytes that are no UTF-8 are refused, and so is another media type`() async throws {
    let bytes =
      Array(#"{"email":"a@example.com","password":"correct "#.utf8) + [0xC3, 0x28]
      + Array(#""}"#.utf8)
    let response = try await edge.send(
      "POST", "/users/register", ["Content-Type: application/json"], body: bytes)
    #expect(response.status == 400)
    let form = try await edge.send(
      "POST", "/users/register", ["Content-Type: application/x-www-form-urlencoded"],
      body: Array("email=a@example.com".utf8))
    #expect(form.status == 415)
    #expect(try await edge.send("POST", "/users/register").status == 415)
  }

  @Test func `all faults are told at once, with their places and without the values`() async throws
  {
    let response = try await edge.post(
      "/users/register",
      #"{"email":"x","username":"!","password":"secret","subscriptionTier":7,"a/b~c":1}"#)
    #expect(response.status == 422)
    for place in ["/email", "/username", "/password", "/subscriptionTier", "/a~1b~0c"] {
      #expect(response.text.contains("\"pointer\":\"\(place)\""), "\(response.text)")
    }
    #expect(!response.text.contains("secret"))
  }

  @Test(arguments: [
    ("POST", "/users/login", #"{"email":"a@example.com"}"#),
    ("POST", "/users/verify-email", #"{"token":7}"#),
    ("POST", "/users/password/reset", #"{"token":"flm_x"}"#),
    ("POST", "/users/password/reset-request", #"{}"#),
    ("POST", "/users/password", #"{"currentPassword":"correct horse","newPassword":"short"}"#),
    ("PATCH", "/users/profile", #"{"username":null,"email":"b@example.com"}"#),
  ])
  func `every content is read as strictly`(
    method: String, target: String, document: String
  ) async throws {
    let name = target.utf8.reduce(0) { $0 &* 31 &+ Int($1) }
    let email = "user\(UInt(bitPattern: name) % 100_000)@example.com"
    let token = try await edge.register(email)
    let response = try await edge.post(target, document, ["X-API-Key: \(token)"], method: method)
    #expect(response.status == 422, "\(response.text)")
    try await edge.edge.database.execute("DELETE FROM users")
  }

  @Test func `a mailed token that is made up is worth nothing`() async throws {
    for target in ["/users/verify-email", "/users/password/reset"] {
      let password = target.hasSuffix("reset") ? #","password":"correct horse""# : ""
      let response = try await edge.post(target, #"{"token":"flm_made_up"\#(password)}"#)
      #expect(response.status == 400)
      #expect(try ProblemDocument(response).slug == "mailed-token-invalid")
    }
  }
}
