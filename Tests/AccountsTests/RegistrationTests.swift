import Persistence
import Capabilities
import HTTP
import Accounts
import JSON
import Testing

@Suite struct RegistrationTests {
  @Test func `who registers has a session and a profile at once`() async throws {
    try await AccountsUnderTest.with { accounts in
      let answer = try await accounts.call(
        .post, "/users/register",
        [
          "email": "User@Example.com", "username": "myuser", "password": "securepassword123",
          "subscriptionTier": "starter",
        ])
      #expect(answer.status == 201)
      #expect(answer["user.email"] == "User@example.com" && answer["user.username"] == "myuser")
      #expect(answer["user.role"] == "user" && answer.value("user.emailVerified") == false)
      #expect(!answer.text.contains("securepassword") && !answer.text.contains("$2b$"))
      let token = try #require(answer["sessionToken"])
      let profile = try await accounts.call(.get, "/users/profile", token: token)
      #expect(profile["user.id"] == answer["user.id"])
      #expect(accounts.trail.actions == ["user.registered", "session.begun"])
      #expect(try await accounts.signIn("user@EXAMPLE.com", "securepassword123").status == 200)
    }
  }

  @Test func `200 registrations of one email at once make one user`() async throws {
    try await AccountsUnderTest.with {
      $0.registrationsPerHour = 1000
      $0.hashQueueMax = 200
    } _: { accounts in
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for index in 0..<200 {
          group.addTask {
            try await accounts.call(
              .post, "/users/register",
              [
                "email": .string(index % 2 == 0 ? "ada@example.com" : "ADA@Example.com"),
                "password": "correct horse",
              ]
            ).status
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses.filter { $0 == 201 }.count == 1)
      #expect(statuses.filter { $0 == 409 }.count == 199)
      #expect(try await accounts.count("SELECT COUNT(*) FROM users") == 1)
      #expect(try await accounts.count("SELECT COUNT(*) FROM sessions") == 1)
    }
  }

  @Test func `everything that is wrong with a registration is told at once`() async throws {
    try await AccountsUnderTest.with { accounts in
      let answer = try await accounts.call(
        .post, "/users/register",
        [
          "email": "nobody", "username": "x", "password": "short", "subscriptionTier": "gold",
          "role": "administrator",
        ])
      #expect(answer.status == 422)
      #expect(
        Set(answer.faults) == ["/email", "/username", "/password", "/subscriptionTier", "/role"])
      #expect(!answer.text.contains("short"))
      let missing = try await accounts.call(.post, "/users/register", [:])
      #expect(missing.faults == ["/email", "/password"])
      #expect(try await accounts.count("SELECT COUNT(*) FROM users") == 0)
      #expect(accounts.offload.count == 0)
    }
  }

  @Test func `an account that the audit trail does not take is not made`() async throws {
    try await AccountsUnderTest.with { accounts in
      accounts.trail.fill()
      let answer = try await accounts.call(
        .post, "/users/register", ["email": "ada@example.com", "password": "correct horse"])
      #expect(answer.status == 500)
      #expect(try await accounts.count("SELECT COUNT(*) FROM users") == 0)
    }
  }

  @Test func `registration can be closed`() async throws {
    try await AccountsUnderTest.with {
      $0.registration = .closed
    } _: { accounts in
      let answer = try await accounts.call(
        .post, "/users/register", ["email": "ada@example.com", "password": "correct horse"])
      #expect(answer.status == 403 && answer["type"] == "/problems/registration-closed")
    }
  }

  private func status(
    _ accounts: AccountsUnderTest, _ name: String, from address: UInt32
  ) async throws -> Int {
    try await accounts.call(
      .post, "/users/register",
      ["email": .string("\(name)@example.com"), "password": "correct horse"], from: address
    ).status
  }

  @Test func `an address may register so often in an hour`() async throws {
    try await AccountsUnderTest.with {
      $0.registrationsPerHour = 2
    } _: { accounts in
      var statuses: [Int] = []
      for (email, address) in [("a", 1), ("a", 1), ("b", 1), ("b", 2)] as [(String, UInt32)] {
        statuses.append(try await status(accounts, email, from: address))
      }
      #expect(statuses == [201, 409, 429, 201])
      accounts.clock.advance(3600)
      #expect(try await status(accounts, "c", from: 1) == 201)
    }
  }
}

@Suite struct ConfirmedRegistrationTests {
  private func register(
    _ accounts: AccountsUnderTest, _ email: String, _ password: String = "correct horse"
  ) async throws -> Answer {
    try await accounts.call(
      .post, "/users/register", ["email": .string(email), "password": .string(password)])
  }

  @Test func `an account begins with the answer to its mail`() async throws {
    try await AccountsUnderTest.with {
      $0.registration = .confirmed
    } _: { accounts in
      #expect(try await register(accounts, "ada@example.com").status == 202)
      #expect(try await accounts.signIn().status == 401)
      let token = try #require(accounts.mailbox.token)
      #expect(accounts.mailbox.messages.map(\.recipient) == ["ada@example.com"])
      let verified = try await accounts.call(
        .post, "/users/verify-email", ["token": .string(token)])
      #expect(verified.status == 200 && verified.value("user.emailVerified") == true)
      #expect(try await accounts.signIn().status == 200)
      let again = try await accounts.call(.post, "/users/verify-email", ["token": .string(token)])
      #expect(again.status == 400)
    }
  }

  @Test func `a known email is answered as an unknown one, and its owner is told`() async throws {
    try await AccountsUnderTest.with {
      $0.registration = .confirmed
    } _: { accounts in
      _ = try await register(accounts, "ada@example.com")
      let token = try #require(accounts.mailbox.token)
      _ = try await accounts.call(.post, "/users/verify-email", ["token": .string(token)])
      let hashes = accounts.offload.count
      let known = try await register(accounts, "ada@example.com", "another horse")
      #expect(accounts.offload.count == hashes + 1)
      let unknown = try await register(accounts, "eve@example.com", "another horse")
      #expect(accounts.offload.count == hashes + 2)
      #expect(known.status == unknown.status)
      #expect(known.text.replacing("ada", with: "eve") == unknown.text)
      #expect(known.fields.fields.map(\.name) == unknown.fields.fields.map(\.name))
      #expect(
        accounts.mailbox.messages.suffix(2).map(\.subject) == [
          "You have an account already", "Confirm your email address",
        ])
      // What waits under the known email can never be answered: its token was sent to nobody.
      #expect(try await accounts.signIn("ada@example.com", "another horse").status == 401)
      #expect(try await accounts.signIn().status == 200)
    }
  }

  @Test func `of two that wait under one email the first that is answered is the account`()
    async throws
  {
    try await AccountsUnderTest.with {
      $0.registration = .confirmed
    } _: { accounts in
      _ = try await register(accounts, "ada@example.com", "first password")
      let first = try #require(accounts.mailbox.token)
      _ = try await register(accounts, "ADA@example.com", "second password")
      let second = try #require(accounts.mailbox.token)
      #expect(
        try await accounts.call(.post, "/users/verify-email", ["token": .string(second)]).status
          == 200)
      #expect(
        try await accounts.call(.post, "/users/verify-email", ["token": .string(first)]).status
          == 400)
      #expect(try await accounts.signIn("ada@example.com", "second password").status == 200)
    }
  }

  @Test func `what is mailed lives for a day and mail to one address is limited`() async throws {
    try await AccountsUnderTest.with {
      $0.registration = .confirmed
      $0.mailsPerHour = 2
    } _: { accounts in
      for _ in 0..<4 { #expect(try await register(accounts, "ada@example.com").status == 202) }
      #expect(accounts.mailbox.messages.count == 2)
      // What others had sent there does not keep anybody from a message of another kind.
      let reset = try await accounts.call(
        .post, "/users/password/reset-request", ["email": "ada@example.com"])
      #expect(reset.status == 202)
      let token = try #require(accounts.mailbox.token)
      accounts.clock.advance(86400)
      #expect(
        try await accounts.call(.post, "/users/verify-email", ["token": .string(token)]).status
          == 400)
      #expect(try await accounts.capability.sweep() == 5)
    }
  }

  @Test func `without mail nobody can register so`() async throws {
    try await AccountsUnderTest.with(sendsMail: false) {
      $0.registration = .confirmed
    } _: {
      accounts in
      let answer = try await register(accounts, "ada@example.com")
      #expect(answer.status == 503 && answer["type"] == "/problems/mail-is-off")
    }
  }
}
