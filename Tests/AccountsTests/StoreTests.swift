import Persistence
import HTTP
import Accounts
import JSON
import Testing

/// The same life of accounts on every database that they may be stored in.
@Suite struct StoreTests {
  @Test(arguments: AccountsUnderTest.Store.allCases)
  func `a user comes, forgets the password, is closed and goes`(
    store: AccountsUnderTest.Store
  ) async throws {
    try await AccountsUnderTest.with(on: store) {
      $0.sessionsMax = 2
    } _: { accounts in
      let first = try await accounts.register()
      #expect(try await accounts.isWorth(first))
      #expect(
        try await accounts.call(
          .post, "/users/register", ["email": "ADA@example.com", "password": "correct horse"]
        ).status == 409)
      let confirmed = try await accounts.call(
        .post, "/users/verify-email", ["token": .string(try #require(accounts.mailbox.token))])
      #expect(confirmed.value("user.emailVerified") == true)
      for _ in 0..<2 {
        accounts.clock.advance(70)
        #expect(try await accounts.signIn().status == 200)
      }
      #expect(try await !accounts.isWorth(first))
      _ = try await accounts.call(
        .post, "/users/password/reset-request", ["email": "ada@example.com"])
      let reset = try await accounts.call(
        .post, "/users/password/reset",
        ["token": .string(try #require(accounts.mailbox.token)), "password": "battery staple"])
      #expect(reset.status == 204)
      let answer = try await accounts.signIn("ada@example.com", "battery staple")
      let token = try #require(answer["sessionToken"])
      accounts.clock.advance(70)
      let renamed = try await accounts.call(
        .patch, "/users/profile", ["username": "lovelace"], token: token)
      #expect(renamed["user.username"] == "lovelace")
      #expect(try await accounts.call(.get, "/users/sessions", token: token).status == 200)
      let users = try await accounts.capability.administer.list(limit: 10)
      #expect(users.map(\.username) == ["lovelace"])
      let email = try #require(EmailAddress("ada@example.com"))
      _ = try await accounts.capability.administer.setRole(email, .administrator)
      #expect(try await accounts.capability.administer.administratorCount() == 1)
      #expect(try await accounts.call(.post, "/users/logout", token: token).status == 204)
      _ = try await accounts.signIn("ada@example.com", "battery staple")
      accounts.clock.advance(40 * 86400)
      #expect(try await accounts.capability.sweep() == 1)
      _ = try await accounts.capability.administer.setActive(email, false)
      #expect(try await accounts.signIn("ada@example.com", "battery staple").status == 401)
    }
  }

  @Test(arguments: AccountsUnderTest.Store.allCases)
  func `of many confirmations of one email at once one makes the user`(
    store: AccountsUnderTest.Store
  ) async throws {
    try await AccountsUnderTest.with(on: store) {
      $0.registration = .confirmed
      $0.mailsPerHour = 20
      $0.hashQueueMax = 100
    } _: { accounts in
      var tokens: [String] = []
      for index in 0..<10 {
        _ = try await accounts.call(
          .post, "/users/register",
          ["email": "ada@example.com", "password": .string("password \(index)")],
          from: UInt32(index))
        tokens.append(try #require(accounts.mailbox.token))
      }
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for (index, token) in tokens.enumerated() {
          group.addTask {
            try await accounts.call(
              .post, "/users/verify-email", ["token": .string(token)], from: UInt32(index)
            ).status
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses.filter { $0 == 200 }.count == 1)
      #expect(statuses.filter { $0 == 400 }.count == 9)
      let users = try await accounts.database.query("SELECT id FROM users")
      #expect(users.count == 1)
    }
  }
}
