import HTTP
import JSON
import Passwords
import Persistence
import Routing
import Testing

@testable import Accounts

@Suite struct SignInTests {
  @Test func `the answer to a wrong password is that to an unknown email`() async throws {
    try await AccountsUnderTest.with { accounts in
      _ = try await accounts.register()
      let before = accounts.offload.count
      let wrong = try await accounts.signIn("ada@example.com", "wrong horse")
      #expect(accounts.offload.count == before + 1)
      let unknown = try await accounts.signIn("eve@example.com", "wrong horse")
      #expect(accounts.offload.count == before + 2)
      #expect(wrong.status == 401 && unknown.status == 401)
      #expect(wrong.text == unknown.text)
      #expect(wrong.fields.fields == unknown.fields.fields)
    }
  }

  @Test func `failures are slowed down and then lock, also for the right password`() async throws {
    try await AccountsUnderTest.with {
      $0.failuresFree = 3
      $0.failuresMax = 6
    } _: { accounts in
      _ = try await accounts.register()
      for _ in 0..<3 {
        #expect(try await accounts.signIn("ada@example.com", "wrong horse").status == 401)
      }
      #expect(try await accounts.signIn("ada@example.com", "wrong horse").status == 401)
      for delay in [Int64(1), 2] {
        let early = try await accounts.signIn()
        #expect(early.status == 429 && early.fields[.retryAfter] == String(delay))
        accounts.clock.advance(delay)
        #expect(try await accounts.signIn("ada@example.com", "wrong horse").status == 401)
      }
      #expect(accounts.trail.actions.last == "user.locked")
      let locked = try await accounts.signIn()
      #expect(locked.status == 429 && locked.fields[.retryAfter] == "900")
      accounts.clock.advance(899)
      #expect(try await accounts.signIn().status == 429)
      accounts.clock.advance(1)
      #expect(try await accounts.signIn().status == 200)
      // And everything is forgotten.
      for _ in 0..<3 {
        #expect(try await accounts.signIn("ada@example.com", "wrong horse").status == 401)
      }
      #expect(try await accounts.signIn().status == 200)
    }
  }

  @Test func `an email without an account is slowed down and locked in the same way`() async throws
  {
    try await AccountsUnderTest.with {
      $0.failuresFree = 2
      $0.failuresMax = 4
    } _: { accounts in
      _ = try await accounts.register()
      var answers: [[String]] = []
      for email in ["ada@example.com", "eve@example.com"] {
        var seen: [String] = []
        for _ in 0..<8 {
          let answer = try await accounts.signIn(email, "wrong horse")
          seen.append("\(answer.status) \(answer.fields[.retryAfter] ?? "-") \(answer.text)")
          accounts.clock.advance(1)
        }
        answers.append(seen)
      }
      #expect(answers[0] == answers[1])
      #expect(answers[0].contains { $0.hasPrefix("429 ") })
    }
  }

  @Test func `a hundred guesses at once are not a hundred`() async throws {
    try await AccountsUnderTest.with {
      $0.hashQueueMax = 100
    } _: { accounts in
      _ = try await accounts.register()
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for index in 0..<100 {
          group.addTask {
            try await accounts.signIn("ada@example.com", "wrong horse", from: UInt32(index)).status
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      // Five are free, and the gate lets one more through.
      #expect(statuses.filter { $0 == 401 }.count <= 6)
      #expect(statuses.filter { $0 == 429 }.count >= 94)
    }
  }

  @Test func `an address that guesses many emails is locked, and others are not`() async throws {
    try await AccountsUnderTest.with {
      $0.failuresFree = 1
      $0.failuresMax = 2
      $0.addressFactor = 2
    } _: { accounts in
      _ = try await accounts.register()
      var statuses: [Int] = []
      for index in 0..<8 {
        statuses.append(
          try await accounts.signIn("user\(index)@example.com", "wrong horse", from: 7).status)
        accounts.clock.advance(2)
      }
      #expect(statuses == [401, 401, 401, 401, 429, 429, 429, 429])
      #expect(try await accounts.signIn(from: 7).status == 429)
      #expect(try await accounts.signIn(from: 8).status == 200)
    }
  }

  @Test func `a hash that has become too cheap is renewed by signing in`() async throws {
    try await AccountsUnderTest.with {
      $0.bcryptCost = 5
    } _: { accounts in
      _ = try await accounts.register()
      let cheap = try Bcrypt.hash(
        try #require(Password("correct horse")), cost: 4, salt: Array(0..<16))
      try await accounts.database.execute("UPDATE users SET password_hash = \(cheap.text)")
      #expect(try await accounts.signIn().status == 200)
      let row = try #require(try await accounts.database.first("SELECT password_hash FROM users"))
      #expect(try row.value(at: 0, as: String.self).hasPrefix("$2b$05$"))
      #expect(try await accounts.signIn().status == 200)
    }
  }

  @Test func `no secret is stored as it is`() async throws {
    try await AccountsUnderTest.with { accounts in
      let token = try await accounts.register()
      let rows =
        try await accounts.database.query("SELECT * FROM sessions")
        + accounts.database.query("SELECT * FROM users")
        + accounts.database.query("SELECT * FROM mailed_tokens")
      #expect(rows.count == 3)
      let text = "\(rows)"
      #expect(!text.contains(token) && !text.contains("correct horse"))
      #expect(!text.contains(try #require(accounts.mailbox.token)))
      #expect(!"\(accounts.trail.entries)".contains(token))
    }
  }

  @Test func `hashing has a bound and a queue, and who comes past both is told to come later`()
    async throws
  {
    let offload = GatedOffload()
    let workshop = PasswordWorkshop(offload: offload, cost: 4, runningMax: 1, waitingMax: 1)
    let password = try #require(Password("correct horse"))
    async let first = workshop.hash(password)
    while workshop.load.running < 1 { await Task.yield() }
    async let second = workshop.matches(password, nil)
    while workshop.load.waiting < 1 { await Task.yield() }
    await #expect(throws: Problem.self) { try await workshop.hash(password) }
    #expect(workshop.load == (1, 1))
    offload.open()
    let hash = try await first
    #expect(try await !second)
    #expect(try await workshop.matches(password, hash))
    #expect(workshop.load == (0, 0))
  }

  @Test(arguments: [4, 5, 9, 12])
  func `a wrong password takes as long for an old hash, a new one and none`(cost: Int) {
    for stored in 4...cost {
      let rounds =
        [stored] + PasswordWorkshop.fillingCosts(after: stored, upTo: cost)
      #expect(rounds.reduce(0) { $0 + 1 << $1 } == 1 << cost)
    }
    #expect(PasswordWorkshop.fillingCosts(after: nil, upTo: cost) == [cost])
    #expect(PasswordWorkshop.fillingCosts(after: cost + 1, upTo: cost) == [])
  }

  @Test func `an old hash is still compared with the password`() async throws {
    let old = PasswordWorkshop(offload: CountingOffload(), cost: 4, runningMax: 1, waitingMax: 1)
    let new = PasswordWorkshop(offload: CountingOffload(), cost: 6, runningMax: 1, waitingMax: 1)
    let password = try #require(Password("correct horse"))
    let hash = try await old.hash(password)
    #expect(try await new.matches(password, hash))
    #expect(try await !new.matches(try #require(Password("wrong horse")), hash))
    #expect(try await !new.matches(password, nil))
  }
}
