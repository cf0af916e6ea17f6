import Bytes
import Capabilities
import DomainTesting
import HTTP
import JSON
import Persistence
import Routing
import Testing

@testable import AccessTokens

@Suite struct TokenRouteTests {
  private func with(
    _ storage: StorageUnderTest = .sqlite, perUserMax: Int = 10,
    _ body: (TokensUnderTest, any Database) async throws -> Void
  ) async throws {
    try await storage.with(AccessTokensCapability.migrations) { database in
      try await body(TokensUnderTest(database, perUserMax: perUserMax), database)
    }
  }

  @Test(arguments: StorageUnderTest.allCases)
  func `a token is shown once, works, and does not lie in the database`(
    storage: StorageUnderTest
  ) async throws {
    try await with(storage) { tokens, database in
      let answer = try await tokens.send(
        "POST", "/users/tokens",
        [
          "name": "My CDN Token", "permissions": ["READ_CDN", "UPLOAD_FILES"],
          "expiresAt": "2027-12-31T23:59:59Z", "addresses": ["192.0.2.0/24", "2001:db8::1"],
          "limits": ["requestsPerMinute": 5],
        ])
      #expect(answer.status == 201)
      #expect(answer.fields[.cacheControl] == "no-store")
      let secret = try #require(answer.document["token"].string)
      let grant = try #require(try await tokens.source.grant(for: secret))
      #expect(grant.caller.proof == .token)
      #expect(grant.caller.userID == "usr_1")
      #expect(grant.caller.credentialID == answer.document["id"].string)
      #expect(grant.caller.permissions == [.readCDN, .uploadFiles])
      #expect(grant.userAllowance.requestsPerMinute == 100)
      #expect(grant.ownAllowance == Allowance(requestsPerMinute: 5))
      #expect(grant.expiresAt == Timestamp("2027-12-31T23:59:59Z")?.seconds)
      #expect(grant.holds(at: tokens.time.now, from: PeerAddress(ipv4: 0xc000_0207, port: 1)))
      #expect(!grant.holds(at: tokens.time.now, from: PeerAddress(ipv4: 0xc000_0307, port: 1)))
      let list = try await tokens.send("GET", "/users/tokens")
      #expect(!String(decoding: list.content, as: UTF8.self).contains(secret))
      let shown = list.document["tokens"][0]
      #expect(shown["prefix"].string == String(secret.prefix(9)))
      #expect(shown["lastFour"].string == String(secret.suffix(4)))
      #expect(shown["state"].string == "active")
      for table in ["access_tokens", "access_token_secrets"] as [SQL] {
        let rows = try await database.query("SELECT * FROM \(table)")
        #expect(!"\(rows)".contains(secret.dropFirst(9).dropLast(4)))
      }
      #expect(tokens.trail.actions == ["token.created"])
    }
  }

  @Test(
    arguments: [
      ([:], ["/name", "/permissions"]),
      (["name": "", "permissions": []], ["/name", "/permissions"]),
      (
        ["name": "a", "permissions": ["READ_CDN", "FLY", 3]], ["/permissions/1", "/permissions/2"]
      ),
      (["name": "a", "permissions": ["ADMIN"]], ["/permissions/0"]),
      (["name": "a", "permissions": ["WRITE_CDN"]], ["/permissions/0"]),
      (
        ["name": "a", "permissions": ["READ_CDN"], "expiresAt": "2024-12-31T23:59:59Z"],
        ["/expiresAt"]
      ),
      (
        ["name": "a", "permissions": ["READ_CDN"], "expiresAt": "9999-12-31T23:59:59Z"],
        ["/expiresAt"]
      ),
      (["name": "a", "permissions": ["READ_CDN"], "expiresAt": "tomorrow"], ["/expiresAt"]),
      (["name": "a", "permissions": ["READ_CDN"], "expiresAt": 1], ["/expiresAt"]),
      (
        [
          "name": "a", "permissions": ["READ_CDN"],
          "addresses": ["192.0.2.1/24", "x", "10.0.0.0/8"],
        ],
        ["/addresses/0", "/addresses/1"]
      ),
      (
        ["name": "a", "permissions": ["READ_CDN"], "limits": ["requestsPerDay": 0, "colour": 1]],
        ["/limits/requestsPerDay", "/limits/colour"]
      ),
      (["name": "a\u{7}", "permissions": ["READ_CDN"], "more": true], ["/name", "/more"]),
      ([], [""]),
    ] as [(JSONValue, [String])])
  func `everything that is wrong is told at once, each with its place`(
    document: JSONValue, pointers: [String]
  ) async throws {
    try await with { tokens, _ in
      let answer = try await tokens.send("POST", "/users/tokens", document)
      #expect(answer.status == 422)
      #expect(Set(answer.pointers).isSuperset(of: pointers))
      #expect(tokens.trail.actions == [])
    }
  }

  @Test func `a token does not make tokens`() async throws {
    try await with { tokens, _ in
      let made = try await tokens.make()
      let token = Caller(
        .token, userID: "usr_1", credentialID: made.id, permissions: TokensUnderTest.rights)
      for (method, target) in [
        ("POST", "/users/tokens"), ("GET", "/users/tokens"), ("DELETE", "/users/tokens/\(made.id)"),
        ("PATCH", "/users/tokens/\(made.id)"), ("POST", "/users/tokens/\(made.id)/rotate"),
      ] {
        let refused = try await tokens.send(method, target, caller: token)
        #expect(refused.status == 403, "\(method) \(target)")
        let anonymous = try await tokens.send(method, target, caller: .anonymous)
        #expect(anonymous.status == 401, "\(method) \(target)")
      }
    }
  }

  @Test func `what is another user's does not exist`() async throws {
    try await with { tokens, _ in
      let made = try await tokens.make()
      let other = TokensUnderTest.user("usr_2")
      for (method, target, document) in [
        ("DELETE", "/users/tokens/\(made.id)", nil),
        ("PATCH", "/users/tokens/\(made.id)", ["name": "mine"]),
        ("POST", "/users/tokens/\(made.id)/rotate", [:]),
        ("DELETE", "/users/tokens/tok_x", nil), ("DELETE", "/users/tokens/%27%20OR%201=1", nil),
      ] as [(String, String, JSONValue?)] {
        let answer = try await tokens.send(method, target, document, caller: other)
        #expect(answer.problem == "no-such-token", "\(method) \(target)")
      }
      let list = try await tokens.send("GET", "/users/tokens", caller: other)
      #expect(list.document["tokens"].array.isEmpty)
      #expect(try await tokens.source.grant(for: made.secret) != nil)
    }
  }

  @Test(arguments: StorageUnderTest.allCases)
  func `a revoked token is worth nothing, and everybody is told`(
    storage: StorageUnderTest
  ) async throws {
    try await with(storage) { tokens, _ in
      let made = try await tokens.make()
      let answer = try await tokens.send("DELETE", "/users/tokens/\(made.id)")
      #expect(answer.status == 204)
      #expect(try await tokens.source.grant(for: made.secret) == nil)
      #expect(tokens.changes.told == ["credential \(made.id)"])
      let again = try await tokens.send("DELETE", "/users/tokens/\(made.id)")
      #expect(again.status == 404)
      #expect(tokens.trail.actions == ["token.created", "token.revoked"])
      #expect(try await tokens.capability.tokens.owner(of: made.id) == "usr_1")
      tokens.time.advance(401 * 86_400)
      try await tokens.capability.tokens.sweep(
        at: tokens.time.now, revokedBefore: tokens.time.now - 400 * 86_400)
      #expect(try await tokens.capability.tokens.owner(of: made.id) == nil)
    }
  }

  @Test(arguments: StorageUnderTest.allCases)
  func `after a rotation the old secret goes on as long as was said`(
    storage: StorageUnderTest
  ) async throws {
    try await with(storage) { tokens, _ in
      let made = try await tokens.make()
      let answer = try await tokens.send(
        "POST", "/users/tokens/\(made.id)/rotate", ["overlapSeconds": 3600])
      #expect(answer.status == 200)
      let second = try #require(answer.document["token"].string)
      #expect(answer.document["id"].string == made.id)
      #expect(answer.document["previousSecretEndsAt"].string == "2027-01-15T09:00:00Z")
      let old = try #require(try await tokens.source.grant(for: made.secret))
      #expect(old.expiresAt == tokens.time.now + 3600)
      #expect(try await tokens.source.grant(for: second)?.expiresAt == nil)
      tokens.time.advance(3599)
      #expect(try await tokens.source.grant(for: made.secret) != nil)
      tokens.time.advance(1)
      #expect(try await tokens.source.grant(for: made.secret) == nil)
      #expect(try await tokens.source.grant(for: second) != nil)
      let third = try await tokens.send("POST", "/users/tokens/\(made.id)/rotate")
      #expect(third.status == 200)
      #expect(try await tokens.source.grant(for: second) == nil)
      let secret = try #require(third.document["token"].string)
      #expect(try await tokens.source.grant(for: secret) != nil)
    }
  }

  @Test(arguments: [-1, 30 * 86_400 + 1] as [Int64])
  func `an overlap is from nothing to thirty days`(seconds: Int64) async throws {
    try await with { tokens, _ in
      let made = try await tokens.make()
      let answer = try await tokens.send(
        "POST", "/users/tokens/\(made.id)/rotate", ["overlapSeconds": .integer(seconds)])
      #expect(answer.pointers == ["/overlapSeconds"])
    }
  }

  @Test func `of three secrets only the last two live`() async throws {
    try await with { tokens, _ in
      let made = try await tokens.make()
      var secrets = [made.secret]
      for _ in 0..<2 {
        let answer = try await tokens.send(
          "POST", "/users/tokens/\(made.id)/rotate", ["overlapSeconds": 3600])
        secrets.append(try #require(answer.document["token"].string))
      }
      var live: [Bool] = []
      for secret in secrets { live.append(try await tokens.source.grant(for: secret) != nil) }
      #expect(live == [false, true, true])
    }
  }

  @Test func `a token that has ended gets no new secret`() async throws {
    try await with { tokens, _ in
      let made = try await tokens.make([.init("expiresAt", "2027-01-15T08:00:01Z")])
      tokens.time.advance(1)
      #expect(try await tokens.source.grant(for: made.secret) == nil)
      let answer = try await tokens.send("POST", "/users/tokens/\(made.id)/rotate")
      #expect(answer.problem == "token-expired")
      let list = try await tokens.send("GET", "/users/tokens")
      #expect(list.document["tokens"][0]["state"].string == "expired")
    }
  }

  private static let wide: [JSONValue.Member] = [
    .init("expiresAt", "2028-01-01T00:00:00Z"), .init("addresses", ["192.0.2.0/24"]),
    .init("limits", ["requestsPerDay": 100, "requestsPerMinute": 10]),
  ]

  @Test(
    arguments: [
      (["permissions": ["READ_CDN", "MANAGE_CACHE"]], ["/permissions/1"]),
      (["permissions": []], ["/permissions"]),
      (["expiresAt": "2028-01-01T00:00:01Z"], ["/expiresAt"]),
      (["addresses": ["192.0.0.0/16"]], ["/addresses"]), (["addresses": []], ["/addresses"]),
      (["addresses": ["198.51.100.1"]], ["/addresses"]),
      (["limits": ["requestsPerDay": 101]], ["/limits"]),
      (
        ["name": "", "limits": ["requestsPerMinute": 11], "expiresAt": "2020-01-01T00:00:00Z"],
        ["/name", "/expiresAt", "/limits"]
      ),
    ] as [(JSONValue, [String])])
  func `nothing about a token gets wider`(document: JSONValue, pointers: [String]) async throws {
    try await with { tokens, _ in
      let made = try await tokens.make(Self.wide)
      let answer = try await tokens.send("PATCH", "/users/tokens/\(made.id)", document)
      #expect(answer.status == 422)
      #expect(answer.pointers == pointers)
      #expect(tokens.changes.told == [])
    }
  }

  @Test(arguments: StorageUnderTest.allCases)
  func `a token is renamed and narrowed, and everybody is told`(
    storage: StorageUnderTest
  ) async throws {
    try await with(storage) { tokens, _ in
      let made = try await tokens.make(Self.wide)
      let answer = try await tokens.send(
        "PATCH", "/users/tokens/\(made.id)",
        [
          "name": "B", "permissions": ["READ_CDN"], "expiresAt": "2027-06-01T00:00:00Z",
          "addresses": ["192.0.2.128/25", "192.0.2.1"],
          "limits": ["requestsPerDay": 50, "bytesPerMonth": 1000],
        ])
      #expect(answer.status == 200)
      #expect(answer.document["name"].string == "B")
      #expect(answer.document["limits"]["requestsPerMinute"].integer == 10)
      let grant = try #require(try await tokens.source.grant(for: made.secret))
      #expect(grant.caller.permissions == .readCDN)
      #expect(
        grant.ownAllowance
          == Allowance(requestsPerMinute: 10, requestsPerDay: 50, bytesPerMonth: 1000))
      #expect(grant.addresses.map(\.text) == ["192.0.2.128/25", "192.0.2.1/32"])
      #expect(grant.expiresAt == Timestamp("2027-06-01T00:00:00Z")?.seconds)
      #expect(tokens.changes.told == ["credential \(made.id)"])
    }
  }

  @Test func `a user has only so many tokens, however many are asked for at once`() async throws {
    for storage in StorageUnderTest.allCases {
      try await with(storage, perUserMax: 5) { tokens, _ in
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
          for _ in 0..<15 {
            group.addTask {
              try await tokens.send(
                "POST", "/users/tokens", ["name": "A", "permissions": ["READ_CDN"]]
              ).status
            }
          }
          return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.filter { $0 == 201 }.count == 5)
        #expect(statuses.filter { $0 == 409 }.count == 10)
      }
    }
  }

  @Test func `without its audit line nothing happens`() async throws {
    try await with { tokens, database in
      let made = try await tokens.make()
      tokens.trail.fill()
      for (method, target, document) in [
        ("POST", "/users/tokens", ["name": "A", "permissions": ["READ_CDN"]]),
        ("DELETE", "/users/tokens/\(made.id)", nil),
        ("PATCH", "/users/tokens/\(made.id)", ["name": "B"]),
        ("POST", "/users/tokens/\(made.id)/rotate", [:]),
      ] as [(String, String, JSONValue?)] {
        let answer = try await tokens.send(method, target, document)
        #expect(answer.status == 500)
      }
      #expect(try await tokens.source.grant(for: made.secret) != nil)
      let rows = try await database.query("SELECT name FROM access_tokens")
      #expect(rows.map(\.values) == [[.text("A")]])
    }
  }
}
