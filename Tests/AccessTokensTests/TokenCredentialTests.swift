import Capabilities
import DomainTesting
import JSON
import Persistence
import Routing
import Testing

@testable import AccessTokens

@Suite struct TokenCredentialTests {
  private func with(_ body: (TokensUnderTest, any Database) async throws -> Void) async throws {
    try await StorageUnderTest.sqlite.with(AccessTokensCapability.migrations) { database in
      try await body(TokensUnderTest(database), database)
    }
  }

  @Test func `a wrong check is refused without a look-up`() async throws {
    try await with { tokens, database in
      let made = try await tokens.make()
      // Nobody can ask a database that is closed.
      await database.close()
      let wrong = String(made.secret.dropLast()) + (made.secret.hasSuffix("a") ? "b" : "a")
      for text in [wrong, "wcdn_x", "another-kind-of-credential"] {
        let grant = try await tokens.source.grant(for: text)
        #expect(grant == nil)
      }
      #expect(tokens.events.all == [.created, .malformed, .malformed])
      await #expect(throws: DatabaseFailure.self) {
        try await tokens.source.grant(for: made.secret)
      }
    }
  }

  @Test func `an unknown token asks for nobody's standing`() async throws {
    try await with { tokens, _ in
      let grant = try await tokens.source.grant(for: TokenSecret().text)
      #expect(grant == nil)
      #expect(tokens.users.askedCount == 0)
      #expect(tokens.events.all == [.refused])
    }
  }

  @Test func `a disabled user's tokens are worth nothing, and work again afterwards`() async throws
  {
    try await with { tokens, _ in
      let made = try await tokens.make()
      tokens.users.allow("usr_1", nil)
      #expect(try await tokens.source.grant(for: made.secret) == nil)
      tokens.users.allow("usr_1", TokensUnderTest.rights)
      #expect(try await tokens.source.grant(for: made.secret) != nil)
    }
  }

  @Test func `a token never allows more than its user may do now`() async throws {
    try await with { tokens, _ in
      let administrator = TokensUnderTest.user("usr_1", .admin)
      let answer = try await tokens.send(
        "POST", "/users/tokens",
        ["name": "all", "permissions": ["ADMIN", "READ_CDN", "WRITE_CDN"]], caller: administrator)
      let secret = try #require(answer.document["token"].string)
      tokens.users.allow("usr_1", .admin)
      let whole = try await tokens.source.grant(for: secret)
      #expect(whole?.caller.permissions == [.admin, .readCDN, .writeCDN])
      tokens.users.allow("usr_1", [.readCDN, .uploadFiles])
      let less = try await tokens.source.grant(for: secret)
      #expect(less?.caller.permissions == .readCDN)
    }
  }

  @Test func `when a token was used last is noted, and never goes back`() async throws {
    try await with { tokens, _ in
      let made = try await tokens.make()
      let store = tokens.capability.tokens
      try await store.noteUse([(made.id, 1_800_000_500), ("tok_unknown", 5)])
      try await store.noteUse([(made.id, 1_800_000_400)])
      let list = try await store.list(of: "usr_1", at: tokens.time.now)
      #expect(list.map(\.lastUsedAt) == [1_800_000_500])
    }
  }
}
