import Capabilities
import ContentDelivery
import EdgeTesting
import Gateway
import JSON
import Persistence
import TestSupport
import Testing

/// Plans, tokens, the audit log and keyed requests over real HTTP.
@Suite struct SubscriberScenarios {
  /// Signs a new user in, as the examples of the README do.
  private func session(
    _ edge: EdgeUnderTest, _ email: String = "user@example.com", tier: String = "starter"
  ) async throws -> String {
    let registered = try await edge.post(
      "/users/register",
      """
      {
        "email": "\(email)",
        "username": "\(email.prefix { $0 != "@" })",
        "password": "securepassword123",
        "subscriptionTier": "\(tier)"
      }
      """)
    try #require(registered.status == 201, "\(registered.text)")
    let signedIn = try await edge.post(
      "/users/login", #"{"email": "\#(email)", "password": "securepassword123"}"#)
    return try #require(EdgeUnderTest.member("sessionToken", of: signedIn))
  }

  private func makeToken(
    _ edge: EdgeUnderTest, _ session: String, _ permissions: String = #""READ_CDN""#,
    _ fields: [String] = []
  ) async throws -> RawResponse {
    try await edge.post(
      "/users/tokens", #"{"name": "T", "permissions": [\#(permissions)]}"#,
      ["X-API-Key: \(session)"] + fields)
  }

  @Test func `a user makes a token, reads content with it, and revokes it`() async throws {
    try await EdgeUnderTest.with {
      $0.content.access = .token
    } _: { edge in
      let session = try await session(edge)
      let past = try await edge.post(
        "/users/tokens",
        """
        {
          "name": "My CDN Token",
          "permissions": ["READ_CDN", "UPLOAD_FILES"],
          "expiresAt": "2024-12-31T23:59:59Z"
        }
        """, ["X-API-Key: \(session)"])
      #expect(past.status == 422)
      #expect(past.text.contains(#""pointer":"/expiresAt""#))
      let made = try await edge.post(
        "/users/tokens",
        """
        {
          "name": "My CDN Token",
          "permissions": ["READ_CDN", "UPLOAD_FILES"]
        }
        """, ["X-API-Key: \(session)"])
      #expect(made.status == 201)
      let token = try #require(EdgeUnderTest.member("token", of: made))
      let id = try #require(EdgeUnderTest.member("id", of: made))
      let content = edge.content(1000)
      let stored = try await edge.send(
        "PUT", "/v1/blobs", ["X-API-Key: \(token)"], body: content)
      #expect(stored.status == 200)
      let blob = try #require(EdgeUnderTest.member("newlyCreated.blobObject.blobId", of: stored))
      let read = try await edge.get("/cdn/\(blob)", ["X-API-Key: \(token)"])
      #expect(read.status == 200)
      #expect(read.body.count == 1000)
      let preload = try await edge.post("/api/preload", "{}", ["X-API-Key: \(token)"])
      #expect(preload.status == 403 || preload.status == 404)
      let revoked = try await edge.send(
        "DELETE", "/users/tokens/\(id)", ["X-API-Key: \(session)"])
      #expect(revoked.status == 204)
      let refused = try await edge.get("/cdn/\(blob)", ["X-API-Key: \(token)"])
      #expect(refused.status == 401)
    }
  }

  @Test func `a plan is chosen at registration, changed, and shown wherever it counts`()
    async throws
  {
    try await EdgeUnderTest.with { edge in
      let session = try await session(edge)
      let key = ["X-API-Key: \(session)"]
      let dashboard = try await edge.get("/users/dashboard", key)
      #expect(EdgeUnderTest.member("subscription.tier", of: dashboard) == "starter")
      let refused = try await makeToken(edge, session, #""WRITE_CDN""#)
      #expect(refused.status == 422)
      let changed = try await edge.post(
        "/users/subscription", #"{"subscriptionTier": "professional"}"#, key, method: "PUT")
      #expect(changed.status == 200)
      #expect(EdgeUnderTest.member("subscription.tier", of: changed) == "professional")
      let made = try await makeToken(edge, session, #""WRITE_CDN""#)
      #expect(made.status == 201)
      let billing = try await edge.get("/users/billing", key)
      #expect(billing.status == 200)
      let plans = try await edge.get("/users/plans")
      #expect(plans.text.contains(#""priceCents":29900"#))
    }
  }

  @Test func `a hundred requests with one key make one token`() async throws {
    try await EdgeUnderTest.with { edge in
      let session = try await session(edge, tier: "enterprise")
      let key = ["Idempotency-Key: \"8e03978e-40d5-43dd-bc93-6894a57f9324\""]
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<100 {
          group.addTask { try await makeToken(edge, session, #""READ_CDN""#, key).status }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses.contains(201))
      #expect(statuses.allSatisfy { $0 == 201 || $0 == 409 })
      let first = try await makeToken(edge, session, #""READ_CDN""#, key)
      let second = try await makeToken(edge, session, #""READ_CDN""#, key)
      #expect(first["Idempotent-Replayed"] == "true")
      #expect(first.body == second.body)
      let rows = try await edge.edge.database.query("SELECT id FROM access_tokens")
      #expect(rows.count == 1)
      let other = try await makeToken(edge, session, #""UPLOAD_FILES""#, key)
      #expect(other.status == 422)
    }
  }

  @Test func `the plan limits its user, and another plan counts at once`() async throws {
    try await EdgeUnderTest.with { edge in
      let session = try await session(edge, tier: "free")
      let key = ["X-API-Key: \(session)"]
      var statuses: [Int] = []
      for _ in 0..<12 { statuses.append(try await edge.get("/users/profile", key).status) }
      #expect(statuses.prefix(9).allSatisfy { $0 == 200 })
      #expect(statuses.last == 429)
      let made = try await self.session(edge, "other@example.com", tier: "professional")
      let other = try await edge.get("/users/profile", ["X-API-Key: \(made)"])
      #expect(other["RateLimit-Policy"]?.contains(#""minute";q=1000;w=60"#) == true)
      let changed = try await edge.post(
        "/users/subscription", #"{"subscriptionTier": "free"}"#, ["X-API-Key: \(made)"],
        method: "PUT")
      #expect(changed.status == 200)
      let after = try await edge.get("/users/profile", ["X-API-Key: \(made)"])
      #expect(after["RateLimit-Policy"]?.contains(#""minute";q=10;w=60"#) == true)
    }
  }

  @Test func `a registration that is sent again with its key is answered alike`() async throws {
    try await EdgeUnderTest.with { edge in
      func register() async throws -> RawResponse {
        try await edge.post(
          "/users/register", #"{"email":"ada@example.com","password":"correct horse"}"#,
          ["Idempotency-Key: \"a\""])
      }
      let first = try await register()
      let again = try await register()
      #expect(first.status == 201)
      #expect(again.status == 201)
      #expect(first.body == again.body)
      let token = try #require(EdgeUnderTest.member("sessionToken", of: again))
      let profile = try await edge.get("/users/profile", ["X-API-Key: \(token)"])
      #expect(profile.status == 200)
    }
  }

  @Test func `tokens, keys and the audit log outlive the process`() async throws {
    let directory = TemporaryDirectory("subscribers")
    var (session, token, made) = ("", "", [UInt8]())
    let key = ["Idempotency-Key: \"once\""]
    try await EdgeUnderTest.with {
      $0.dataDirectory = directory("data")
    } _: { edge in
      session = try await self.session(edge)
      let response = try await makeToken(edge, session, #""VIEW_ANALYTICS""#, key)
      made = response.body
      token = try #require(EdgeUnderTest.member("token", of: response))
    }
    try await EdgeUnderTest.with {
      $0.dataDirectory = directory("data")
      $0.operations.access = .token
    } _: { edge in
      let metrics = try await edge.get("/metrics", ["X-API-Key: \(token)"])
      #expect(metrics.status == 200)
      let again = try await makeToken(edge, session, #""VIEW_ANALYTICS""#, key)
      #expect(again.body == made)
      let actions = try await edge.edge.database.query(
        "SELECT action FROM audit_entries ORDER BY number"
      ).map { try $0.value(at: 0, as: String.self) }
      #expect(actions.contains("token.created"))
    }
  }

  @Test func `an administrator reads who did what`() async throws {
    try await EdgeUnderTest.with { edge in
      let user = try await session(edge)
      let made = try await makeToken(edge, user)
      let id = try #require(EdgeUnderTest.member("id", of: made))
      let root = try await session(edge, "root@example.com", tier: "free")
      let early = try await edge.get("/api/audit", ["X-API-Key: \(root)"])
      #expect(early.status == 403)
      try await edge.edge.database.execute(
        "UPDATE users SET role = 'administrator' WHERE email = 'root@example.com'")
      let page = try await edge.get("/api/audit?subject=\(id)", ["X-API-Key: \(root)"])
      #expect(page.status == 200)
      #expect(page.text.contains(#""action":"token.created""#))
      #expect(page.text.contains(#""address":"127.0.0.1""#))
      #expect(!page.text.contains("securepassword123"))
    }
  }

  @Test func `the description tells what a route takes, and that it is keyed`() async throws {
    try await EdgeUnderTest.with { edge in
      let text = try await edge.get("/openapi.json").text
      #expect(text.contains(#""subscriptionTier":{"type":"string""#))
      #expect(text.contains(#""name":"Idempotency-Key","in":"header""#))
      #expect(text.contains(#""application/json":{"schema":{"type":"object","required":["name""#))
    }
  }
}
