import EdgeTesting
import Gateway
import HTTP
import Routing
import Settings
import TestSupport
import Testing

/// What browsers are told over the wire: on the cached path, past it, and before any request.
@Suite struct BrowserScenarios {
  private static let listed = "https://app.example"

  private static let ours = [
    "Content-Security-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
    "Origin-Agent-Cluster", "Referrer-Policy", "X-Content-Type-Options", "X-DNS-Prefetch-Control",
    "X-Frame-Options", "X-Permitted-Cross-Domain-Policies", "X-XSS-Protection",
  ]

  @Test func `every route of ours has the security fields, problems too`() async throws {
    try await EdgeUnderTest.with { edge in
      for route in edge.edge.routes where !route.isOfContent {
        let target = route.template.text.split(separator: "/").map {
          $0.hasPrefix("{") ? "x" : $0
        }.reduce("") { "\($0)/\($1)" }
        let response = try await edge.send(
          "\(route.method.name)", target.isEmpty ? "/" : target, ["Origin: https://evil.example"])
        for name in Self.ours {
          #expect(response.values(of: name).count == 1, "\(name) of \(route.template.text)")
        }
        #expect(response["Access-Control-Allow-Credentials"] == nil)
        #expect(response["Access-Control-Allow-Origin"] != "https://evil.example")
        #expect(response["Strict-Transport-Security"] == nil)
        #expect(response["X-Powered-By"] == nil && response["Server"] == nil)
      }
      let malformed = try await edge.exchange(Array("GET / HTTP/9.9\r\n\r\n".utf8))
      let refused = try #require(malformed.responses.first)
      for name in Self.ours { #expect(refused[name] != nil, "\(name)") }
      #expect(try ProblemDocument(refused).source == "client")
    }
  }

  @Test func `content can be embedded by every origin, from memory and from elsewhere`()
    async throws
  {
    try await EdgeUnderTest.with {
      $0.crossOrigin.origins = [WebOrigin(settingText: Self.listed)!]
    } _: { edge in
      let id = try await edge.store(edge.content(1000))
      let origin = "Origin: \(Self.listed)"
      let answers = [
        try await edge.get("/cdn/\(id)", [origin]), try await edge.get("/cdn/\(id)", [origin]),
        try await edge.get("/cdn/\(id)", [origin, "Range: bytes=5000-"]),
        try await edge.get("/cdn/\(id)", [origin, "If-Match: \"x\""]),
        try await edge.get("/cdn/x", [origin]),
      ]
      #expect(answers.map(\.status) == [200, 200, 416, 412, 400])
      for answer in answers {
        #expect(answer["Access-Control-Allow-Origin"] == "*")
        #expect(answer["Access-Control-Allow-Credentials"] == nil)
        #expect(answer["Cross-Origin-Resource-Policy"] == "cross-origin")
        #expect(answer["X-Content-Type-Options"] == "nosniff")
        #expect(answer["X-Frame-Options"] == nil)
        #expect(answer["Access-Control-Expose-Headers"] == "*")
      }
      #expect(answers[0].lastingFields == answers[1].lastingFields)
    }
  }

  @Test func `a listed page may use the interface, another may not`() async throws {
    try await EdgeUnderTest.with {
      $0.crossOrigin.origins = [WebOrigin(settingText: Self.listed)!]
    } _: { edge in
      let asked = ["Access-Control-Request-Method: PATCH"]
      let preflight = try await edge.send(
        "OPTIONS", "/users/profile", ["Origin: \(Self.listed)"] + asked)
      #expect(preflight["Access-Control-Allow-Origin"] == Self.listed)
      #expect(preflight["Access-Control-Allow-Methods"]?.contains("PATCH") == true)
      let answer = try await edge.get("/users/profile", ["Origin: \(Self.listed)"])
      #expect(answer.status == 401)
      #expect(answer["Access-Control-Allow-Credentials"] == "true")
      #expect(answer["Vary"] == "Origin")
      let other = try await edge.send(
        "OPTIONS", "/users/profile", ["Origin: https://evil.example"] + asked)
      #expect(other["Access-Control-Allow-Origin"] == nil)
      #expect(other["Access-Control-Allow-Methods"] == nil)
      #expect(other["Vary"] == "Origin")
    }
  }

  @Test func `behind TLS every answer says that only HTTPS is wanted`() async throws {
    try await EdgeUnderTest.with {
      $0.server.tlsIsInFront = true
    } _: { edge in
      let id = try await edge.store(edge.content(1000))
      let malformed = try await edge.exchange(Array("GET / HTTP/9.9\r\n\r\n".utf8))
      for response in [
        try await edge.get("/cdn/\(id)"), try await edge.get("/cdn/\(id)"),
        try await edge.get("/health"), try await edge.get("/nowhere"),
        try #require(malformed.responses.first),
      ] {
        #expect(response.values(of: "Strict-Transport-Security") == ["max-age=31536000"])
      }
    }
  }

  @Test func `pages have no style inside, and the stylesheet is there`() async throws {
    try await EdgeUnderTest.with {
      $0.securityContact.contacts = ["mailto:security@example.com"]
    } _: { edge in
      for path in ["/", "/problems", "/problems/overloaded", "/v1/api"] {
        let page = try await edge.get(path)
        #expect(page["Content-Security-Policy"]?.contains("unsafe") == false)
        #expect(page.text.contains(#"<link rel="stylesheet" href="/assets/floe.css">"#))
        #expect(!page.text.contains("<style") && !page.text.contains("style="))
      }
      let sheet = try await edge.get("/assets/floe.css")
      #expect(sheet["Content-Type"] == "text/css; charset=utf-8")
      let contact = try await edge.get("/.well-known/security.txt")
      #expect(contact["Content-Type"] == "text/plain; charset=utf-8")
      #expect(contact.text.hasPrefix("Contact: mailto:security@example.com\nExpires: 2"))
      #expect(try await edge.get("/robots.txt").text.hasPrefix("User-agent: *\n"))
    }
  }
}
