import Accounts
import ContentDelivery
import EdgeTesting
import HTTP
import Routing
import TestSupport
import Testing

/// RFC 9457 on the wire, and the pages that the types of problems lead to.
@Suite(.serialized, .sharedEdge) struct ProblemTests {
  private let edge = SharedEdge.current

  static let types =
    RoutingProblems.all + ContentDeliveryProblems.all + AccountsProblems.all

  @Test(arguments: types.map(\.slug))
  func `every type of problem has a page`(slug: String) async throws {
    let type = try #require(Self.types.first { $0.slug == slug })
    let page = try await edge.get(type.address)
    #expect(page.status == 200)
    #expect(page["Content-Type"] == "text/html; charset=utf-8")
    #expect(page.text.contains("status \(type.status.code)"))
    #expect(page["Content-Security-Policy"] != nil)
    let list = try await edge.get("/problems")
    #expect(list.text.contains("href=\"\(type.address)\""))
  }

  @Test func `a problem document has all members, and the instance is the request's id`()
    async throws
  {
    let made = try await edge.get("/nowhere")
    #expect(made.status == 404)
    #expect(made["Content-Type"] == "application/problem+json")
    #expect(made["Cache-Control"] == "no-store")
    #expect(made["Access-Control-Allow-Origin"] == "*")
    #expect(made["Content-Length"] == "\(made.body.count)")
    let problem = try ProblemDocument(made)
    #expect(problem.type == "/problems/no-such-route")
    #expect(problem.status == 404)
    #expect(problem.source == "client")
    #expect(!problem.title.isEmpty)
    #expect(problem.instance == made["X-Request-ID"])
    let given = try await edge.get("/nowhere", ["X-Request-ID: abcDEF-123_456"])
    #expect(given["X-Request-ID"] == "abcDEF-123_456")
    #expect(try ProblemDocument(given).instance == "abcDEF-123_456")
  }

  @Test(arguments: [
    "short", "with space inside it", "semi;colon;in;it", String(repeating: "a", count: 65),
    "<script>alert(1)</script>", "\"quoted-request-id\"",
  ])
  func `an id of a request that is not well-formed is replaced`(given: String) async throws {
    let response = try await edge.get("/health/live", ["X-Request-ID: \(given)"])
    #expect(response["X-Request-ID"] != given)
    #expect(response["X-Request-ID"]?.count == 24)
  }

  @Test func `a problem to HEAD has the length of the document and not the document`()
    async throws
  {
    let client = try await edge.connect()
    try await client.send(
      EdgeUnderTest.request("HEAD", "/cdn/abc") + EdgeUnderTest.request("GET", "/health/live"))
    let head = try await client.response(toHead: true)
    #expect(head.status == 400)
    #expect(head["Content-Length"].flatMap { Int($0) }.map { $0 > 50 } == true)
    #expect(try await client.response().status == 200)
    client.close()
  }

  static let methods: [(method: String, path: String, allow: String)] = [
    ("POST", "/cdn/abc", "GET, HEAD, OPTIONS"), ("DELETE", "/cdn/abc", "GET, HEAD, OPTIONS"),
    ("PUT", "/cdn/abc", "GET, HEAD, OPTIONS"), ("PATCH", "/cdn/a/b", "GET, HEAD, OPTIONS"),
    ("BREW", "/cdn/abc", "GET, HEAD, OPTIONS"), ("TRACE", "/cdn/abc", "GET, HEAD, OPTIONS"),
    ("GET", "/v1/blobs", "PUT, OPTIONS"), ("POST", "/v1/blobs", "PUT, OPTIONS"),
    ("POST", "/status", "GET, HEAD, OPTIONS"), ("DELETE", "/metrics", "GET, HEAD, OPTIONS"),
    ("PUT", "/v1/quilts/abc/patches", "GET, HEAD, OPTIONS"),
    ("POST", "/problems", "GET, HEAD, OPTIONS"),
  ]

  @Test(arguments: methods.indices)
  func `a method that a resource does not have gets those that it has`(row: Int) async throws {
    let (method, path, allow) = Self.methods[row]
    let response = try await edge.send(method, path)
    #expect(response.status == 405)
    let expected = Set(allow.split(separator: ", ").map(String.init))
    let allowed = try #require(response["Allow"])
    #expect(Set(allowed.split(separator: ", ").map(String.init)) == expected)
    let problem = try ProblemDocument(response)
    #expect(problem.slug == "method-not-allowed")
    #expect(problem.allow == allowed)
    let options = try await edge.send("OPTIONS", path)
    #expect(options.status == 204)
    #expect(options["Allow"] == allowed)
  }

  @Test func `a browser of another origin may ask, and may read what matters`() async throws {
    let id = try await edge.store(edge.content(100))
    let preflight = try await edge.send(
      "OPTIONS", "/cdn/\(id)",
      [
        "Origin: https://a.example", "Access-Control-Request-Method: GET",
        "Access-Control-Request-Headers: range, if-none-match",
      ])
    #expect(preflight.status == 204)
    #expect(preflight["Access-Control-Allow-Origin"] == "*")
    #expect(preflight["Access-Control-Allow-Methods"]?.contains("GET") == true)
    let allowed = preflight["Access-Control-Allow-Headers"]?.lowercased() ?? ""
    for name in ["range", "if-none-match", "if-range", "content-type"] {
      #expect(allowed.contains(name), "\(name)")
    }
    #expect(preflight["Access-Control-Max-Age"].flatMap { Int($0) } != nil)
    #expect(preflight["Content-Length"] == nil)
    for response in [
      try await edge.get("/cdn/\(id)"), try await edge.get("/cdn/\(id)"),
      try await edge.get("/cdn/\(id)", ["Range: bytes=0-1"]),
    ] {
      #expect(response["Access-Control-Allow-Origin"] == "*")
      #expect(response["Access-Control-Allow-Credentials"] == nil)
      #expect(response["Access-Control-Expose-Headers"] == "*")
    }
    #expect(try await edge.send("OPTIONS", "/v1/blobs")["Allow"]?.contains("PUT") == true)
    #expect(try await edge.send("OPTIONS", "*").status == 204)
    #expect(try await edge.send("OPTIONS", "/nowhere").status == 404)
  }
}
