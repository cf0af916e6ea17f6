import HTTP
import Testing

@testable import Routing

/// What browsers are told, by kind of answer and by origin.
@Suite struct AnswerFieldsTests {
  private static let listed = "https://app.example"

  private func router() throws -> Router {
    func route(
      _ path: String, _ access: RouteAccess, type: String, fields: [HTTPField] = []
    ) -> Route {
      Route(.get, path, "Tests.", access: access) { _ in
        var response = Response(.ok, fields: [HTTPField(.contentType, type)], body: .bytes([65]))
        for field in fields { response.fields.put(field) }
        return response
      }
    }
    return try Router(
      [
        route("/cdn/{id}", .permission(.readCDN, .content), type: "text/html"),
        route("/page", .open, type: "text/html; charset=utf-8"),
        route("/api", .open, type: "application/json"),
        route(
          "/own", .open, type: "text/plain",
          fields: [
            HTTPField(.xFrameOptions, "SAMEORIGIN"), HTTPField(.vary, "Accept-Encoding"),
          ]),
        route(
          "/public", .open, type: "text/plain",
          fields: [
            HTTPField(.accessControlAllowOrigin, "*")
          ]),
      ], admission: AreaGuard(publicAreas: [.content]),
      crossOrigin: CrossOriginPolicy(origins: [Self.listed]))
  }

  private func fields(
    _ target: String, _ lines: [String] = [], method: String = "GET"
  ) async throws -> HTTPFields {
    try await router().respond(to: SampleRequest.make(method, target, fields: lines)).fields
  }

  /// What helmet sets today, but for `Strict-Transport-Security`, which is of the server.
  @Test(arguments: ["/page", "/api", "/nowhere", "/own"])
  func `what is ours has the whole set`(target: String) async throws {
    let fields = try await fields(target)
    for name in [
      "Content-Security-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
      "Origin-Agent-Cluster", "Referrer-Policy", "X-Content-Type-Options", "X-DNS-Prefetch-Control",
      "X-Download-Options", "X-Frame-Options", "X-Permitted-Cross-Domain-Policies",
      "X-XSS-Protection",
    ] {
      let values = fields.values(try #require(FieldName(checking: name)))
      #expect(values.count == 1, "\(name)")
    }
    let policy = try #require(fields[.contentSecurityPolicy])
    #expect(policy.hasPrefix("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
    #expect(!policy.contains("unsafe"))
    #expect(policy.contains("style-src 'self'") == (target == "/page"))
  }

  @Test func `a handler that says more keeps its own`() async throws {
    #expect(try await fields("/own")[.xFrameOptions] == "SAMEORIGIN")
  }

  @Test func `content may be embedded by everybody`() async throws {
    let fields = try await fields("/cdn/a")
    #expect(fields[.crossOriginResourcePolicy] == "cross-origin")
    #expect(fields[.xContentTypeOptions] == "nosniff")
    #expect(fields[.xFrameOptions] == nil && fields[.crossOriginOpenerPolicy] == nil)
  }

  @Test(arguments: [nil, "https://app.example", "https://evil.example"])
  func `content is for every origin, and says nothing of the one that asks`(
    origin: String?
  ) async throws {
    let fields = try await fields("/cdn/a", origin.map { ["Origin: \($0)"] } ?? [])
    #expect(fields[.accessControlAllowOrigin] == "*")
    #expect(fields[.accessControlAllowCredentials] == nil)
    #expect(fields[.vary] == nil)
    #expect(fields[.accessControlExposeHeaders] == "*")
  }

  @Test func `the interface is for listed origins, with credentials`() async throws {
    for target in ["/api", "/page"] {
      let fields = try await fields(target, ["Origin: \(Self.listed)"])
      #expect(fields[.accessControlAllowOrigin] == Self.listed)
      #expect(fields[.accessControlAllowCredentials] == "true")
      #expect(fields[.vary] == "Origin")
      #expect(fields[.accessControlExposeHeaders]?.contains("RateLimit-Policy") == true)
    }
  }

  @Test(arguments: [
    "https://evil.example", "https://app.example.evil.example", "https://app.example:443",
    "http://app.example", "https://APP.example", "null", "https://app.example/", "", "*",
    "https://app.example, https://evil.example",
  ])
  func `no other origin is repeated to its page`(origin: String) async throws {
    for method in ["GET", "OPTIONS"] {
      let fields = try await fields("/api", ["Origin: \(origin)"], method: method)
      #expect(fields[.accessControlAllowOrigin] == nil)
      #expect(fields[.accessControlAllowCredentials] == nil)
      #expect(fields[.accessControlAllowMethods] == nil)
      #expect(fields[.vary] == "Origin")
    }
  }

  @Test func `an answer that depends on more than the origin says both`() async throws {
    #expect(try await fields("/own")[.vary] == "Accept-Encoding, Origin")
  }

  @Test func `what is public by itself stays so`() async throws {
    let fields = try await fields("/public", ["Origin: https://evil.example"])
    #expect(fields[.accessControlAllowOrigin] == "*")
    #expect(fields[.accessControlAllowCredentials] == nil)
  }

  @Test func `a preflight of a listed origin learns what it may send`() async throws {
    let fields = try await fields("/api", ["Origin: \(Self.listed)"], method: "OPTIONS")
    #expect(fields[.accessControlAllowOrigin] == Self.listed)
    #expect(fields[.accessControlAllowCredentials] == "true")
    #expect(fields[.accessControlAllowMethods] == "GET, HEAD, OPTIONS")
    for name in ["X-CSRF-Token", "Idempotency-Key", "X-Floe-Signature", "Content-Type"] {
      #expect(fields[.accessControlAllowHeaders]?.contains(name) == true)
    }
    #expect(fields[.accessControlMaxAge] == "7200")
    #expect(fields.values(.vary) == ["Origin"])
  }

  @Test func `a page loads the stylesheet that is served`() async throws {
    let page = Page(title: "A <b>", body: "<p>x</p>\n").response(maxAge: 5)
    #expect(page.text.contains("<title>A &lt;b&gt;</title>"))
    #expect(!page.text.contains("<style") && !page.text.contains("style=\""))
    #expect(page.text.contains("href=\"\(Stylesheet.path)\""))
    let router = try Router([Stylesheet.route], admission: AreaGuard(publicAreas: []))
    let sheet = try await router.respond(to: SampleRequest.make("GET", Stylesheet.path))
    #expect(sheet.fields[.contentType] == "text/css; charset=utf-8")
    #expect(sheet.fields[.cacheControl]?.hasPrefix("public, max-age=") == true)
  }
}
