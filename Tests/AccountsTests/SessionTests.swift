import Capabilities
import Persistence
import Accounts
import HTTP
import JSON
import Testing

@Suite struct SessionTests {
  @Test func `a session ends when it rests too long, and lives no longer than it may`() async throws
  {
    try await AccountsUnderTest.with {
      $0.sessionIdleTime = .seconds(1000)
      $0.sessionTime = .seconds(2500)
    } _: { accounts in
      let (rested, used) = (
        try await accounts.register(), try await accounts.register("b@example.com")
      )
      accounts.clock.advance(900)
      #expect(try await accounts.isWorth(used))
      accounts.clock.advance(900)
      #expect(try await !accounts.isWorth(rested))
      #expect(try await accounts.isWorth(used))
      accounts.clock.advance(699)
      #expect(try await accounts.isWorth(used))
      accounts.clock.advance(1)
      #expect(try await !accounts.isWorth(used))
      #expect(try await accounts.capability.sweep() >= 2)
      #expect(try await accounts.count("SELECT COUNT(*) FROM sessions") == 0)
    }
  }

  @Test func `signing out ends one session and is told to who keeps grants`() async throws {
    try await AccountsUnderTest.with { accounts in
      let first = try await accounts.register()
      let second = try #require(try await accounts.signIn()["sessionToken"])
      let answer = try await accounts.call(.post, "/users/logout", token: first)
      #expect(answer.status == 204)
      #expect(answer.fields.values(.setCookie).allSatisfy { $0.contains("Max-Age=0") })
      #expect(try await !accounts.isWorth(first))
      #expect(try await accounts.isWorth(second))
      #expect(accounts.changes.ids.count == 1)
      #expect(accounts.trail.actions.last == "session.ended")
    }
  }

  @Test func `a user has so many sessions and the oldest ends first`() async throws {
    try await AccountsUnderTest.with {
      $0.sessionsMax = 3
    } _: { accounts in
      var tokens = [try await accounts.register()]
      for _ in 0..<4 {
        accounts.clock.advance(1)
        tokens.append(try #require(try await accounts.signIn()["sessionToken"]))
      }
      var worth: [Bool] = []
      for token in tokens { worth.append(try await accounts.isWorth(token)) }
      #expect(worth == [false, false, true, true, true])
      #expect(accounts.changes.ids.count == 2)
    }
  }

  @Test func `sessions are listed and ended by their user alone`() async throws {
    try await AccountsUnderTest.with { accounts in
      let ada = try await accounts.register()
      let eve = try await accounts.register("eve@example.com")
      let list = try await accounts.call(.get, "/users/sessions", token: ada)
      guard case .array(let sessions)? = list.value("sessions"), sessions.count == 1,
        case .object(let members) = sessions[0], case .string(let id)? = members.first?.value
      else {
        Issue.record("\(list.text)")
        return
      }
      #expect(list.text.contains("127.0.0.1") && !list.text.contains(ada))
      #expect(try await accounts.call(.delete, "/users/sessions/\(id)", token: eve).status == 404)
      #expect(try await accounts.call(.delete, "/users/sessions/\(id)", token: ada).status == 204)
      #expect(try await !accounts.isWorth(ada))
      #expect(try await accounts.isWorth(eve))
    }
  }

  @Test(arguments: ["", "fls_", "fls_short", "fls_" + String(repeating: "a", count: 43), "wcdn_x"])
  func `what is no session's token is worth nothing`(token: String) async throws {
    try await AccountsUnderTest.with { accounts in
      _ = try await accounts.register()
      #expect(try await !accounts.isWorth(token))
    }
  }

  @Test func `a signed token is worth what its session is, for a quarter of an hour`() async throws
  {
    try await AccountsUnderTest.with { accounts in
      let session = try await accounts.register()
      let answer = try await accounts.call(.post, "/users/sessions/token", token: session)
      #expect(answer.status == 201 && answer.value("expiresIn") == 900)
      let token = try #require(answer["token"])
      #expect(try await accounts.isWorth(token))
      // A token that could make another would never end.
      let more = try await accounts.call(.post, "/users/sessions/token", token: token)
      #expect(more.status == 403 && more["type"] == "/problems/session-needed")
      accounts.clock.advance(900)
      #expect(try await !accounts.isWorth(token))
      let other = try #require(
        try await accounts.call(.post, "/users/sessions/token", token: session)["token"])
      _ = try await accounts.call(.post, "/users/logout", token: session)
      #expect(try await !accounts.isWorth(other))
    }
  }

  @Test func `the public key is shown and the private one is not`() async throws {
    try await AccountsUnderTest.with { accounts in
      let keys = try await accounts.call(.get, "/.well-known/jwks.json")
      #expect(keys.status == 200)
      #expect(
        keys.text.contains(#""kty":"OKP","crv":"Ed25519","use":"sig","alg":"EdDSA","kid":"k1""#))
      #expect(!keys.text.contains("AAAAAAAAAAE") && !keys.text.contains(#""d":"#))
    }
  }

  @Test func `the dashboard has the parts of all capabilities`() async throws {
    try await AccountsUnderTest.with { accounts in
      let token = try await accounts.register()
      let dashboard = try await accounts.call(.get, "/users/dashboard", token: token)
      #expect(dashboard["user.email"] == "ada@example.com")
      #expect(dashboard["subscription.tier"] == "free")
    }
  }

  @Test func `a name can be changed and nothing else of a profile`() async throws {
    try await AccountsUnderTest.with { accounts in
      let token = try await accounts.register()
      let changed = try await accounts.call(
        .patch, "/users/profile", ["username": "lovelace"], token: token)
      #expect(changed["user.username"] == "lovelace")
      let refused = try await accounts.call(
        .patch, "/users/profile", ["username": "<b>", "role": "administrator", "email": "x@y.zz"],
        token: token)
      #expect(refused.status == 422 && Set(refused.faults) == ["/username", "/role", "/email"])
      let profile = try await accounts.call(.get, "/users/profile", token: token)
      #expect(profile["user.username"] == "lovelace" && profile["user.role"] == "user")
    }
  }

  @Test func `a closed account has no sessions and gets none`() async throws {
    try await AccountsUnderTest.with { accounts in
      let token = try await accounts.register()
      let email = try #require(EmailAddress("ada@example.com"))
      #expect(try await accounts.capability.administer.setActive(email, false)?.isActive == false)
      #expect(try await !accounts.isWorth(token))
      #expect(try await accounts.signIn().status == 401)
      _ = try await accounts.capability.administer.setActive(email, true)
      #expect(try await accounts.signIn().status == 200)
      #expect(accounts.trail.actions.contains("user.disabled"))
    }
  }

  @Test func `an administrator may do everything and a user what the plan permits`() async throws {
    try await AccountsUnderTest.with { accounts in
      let token = try await accounts.register()
      let before = try await accounts.call(.get, "/users/profile", token: token)
      #expect(before.value("permissions") == ["READ_CDN", "UPLOAD_FILES"])
      let email = try #require(EmailAddress("ada@example.com"))
      _ = try await accounts.capability.administer.setRole(email, .administrator)
      let after = try await accounts.call(.get, "/users/profile", token: token)
      #expect(after.value("permissions") == ["READ_CDN", "UPLOAD_FILES", "ADMIN"])
      #expect(try await accounts.capability.administer.administratorCount() == 1)
      #expect(accounts.changes.ids.count == 1)
    }
  }

  @Test func `a cookie has every protection, and two of one name are none`() {
    let cookies = SessionCookies(isSecure: true)
    #expect(cookies.token(in: "a=b; __Host-floe_session=fls_x; c=d") == "fls_x")
    #expect(cookies.token(in: "floe_session=fls_x") == nil)
    #expect(cookies.token(in: "__Host-floe_session=fls_x; __Host-floe_session=fls_y") == nil)
    #expect(cookies.token(in: "__Host-floe_session=") == nil)
    #expect(cookies.ending.allSatisfy { $0.value.contains("Path=/; SameSite=Lax; Secure") })
  }
}

@Suite struct PasswordChangeTests {
  @Test func `another password ends all other sessions`() async throws {
    try await AccountsUnderTest.with { accounts in
      let token = try await accounts.register()
      let other = try #require(try await accounts.signIn()["sessionToken"])
      let change: JSONValue = [
        "currentPassword": "correct horse", "newPassword": "battery staple",
      ]
      #expect(try await accounts.call(.post, "/users/password", change, token: token).status == 204)
      #expect(try await accounts.isWorth(token))
      #expect(try await !accounts.isWorth(other))
      #expect(try await accounts.signIn().status == 401)
      #expect(try await accounts.signIn("ada@example.com", "battery staple").status == 200)
      #expect(accounts.mailbox.messages.last?.subject == "Your password was changed")
      // And the old one is no longer enough to change it.
      #expect(try await accounts.call(.post, "/users/password", change, token: token).status == 401)
    }
  }

  @Test func `a lost password is set anew once by a mailed token`() async throws {
    try await AccountsUnderTest.with { accounts in
      let session = try await accounts.register()
      #expect(
        try await accounts.call(
          .post, "/users/password/reset-request", ["email": "ADA@example.com"]
        ).status == 202)
      let token = try #require(accounts.mailbox.token)
      let reset: JSONValue = ["token": .string(token), "password": "battery staple"]
      #expect(try await accounts.call(.post, "/users/password/reset", reset).status == 204)
      #expect(try await !accounts.isWorth(session))
      #expect(try await accounts.signIn("ada@example.com", "battery staple").status == 200)
      #expect(try await accounts.call(.post, "/users/password/reset", reset).status == 400)
    }
  }

  @Test func `a second request makes the first token worthless, and each lives an hour`()
    async throws
  {
    try await AccountsUnderTest.with {
      $0.mailsPerHour = 10
    } _: { accounts in
      _ = try await accounts.register()
      var tokens: [String] = []
      for _ in 0..<2 {
        _ = try await accounts.call(
          .post, "/users/password/reset-request", ["email": "ada@example.com"])
        tokens.append(try #require(accounts.mailbox.token))
      }
      func status(_ token: String) async throws -> Int {
        try await accounts.call(
          .post, "/users/password/reset", ["token": .string(token), "password": "battery staple"]
        ).status
      }
      #expect(try await status(tokens[0]) == 400)
      accounts.clock.advance(3600)
      #expect(try await status(tokens[1]) == 400)
      #expect(try await accounts.signIn().status == 200)
    }
  }

  @Test func `asking for a reset answers alike for everybody`() async throws {
    try await AccountsUnderTest.with { accounts in
      _ = try await accounts.register()
      let sent = accounts.mailbox.messages.count
      let known = try await accounts.call(
        .post, "/users/password/reset-request", ["email": "ada@example.com"])
      let unknown = try await accounts.call(
        .post, "/users/password/reset-request", ["email": "eve@example.com"])
      #expect(known.status == 202 && known.status == unknown.status && known.text == unknown.text)
      #expect(accounts.mailbox.messages.count == sent + 1)
      // A row for nobody, so that the time is the same, can be used by nobody.
      #expect(
        try await accounts.count("SELECT COUNT(*) FROM mailed_tokens WHERE purpose = 'reset'") == 2)
    }
  }
}
