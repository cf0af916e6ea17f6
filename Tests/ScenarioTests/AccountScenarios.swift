import Settings
import Persistence
import Accounts
import EdgeTesting
import FoundationEssentials
import Gateway
import TestSupport
import Testing

@Suite struct AccountScenarios {
  @Test func `a new user registers, signs in and sees what is the user's`() async throws {
    try await EdgeUnderTest.with { edge in
      let registered = try await edge.post(
        "/users/register",
        """
        {
          "email": "user@example.com",
          "username": "myuser",
          "password": "securepassword123",
          "subscriptionTier": "starter"
        }
        """)
      #expect(registered.status == 201)
      #expect(EdgeUnderTest.member("user.email", of: registered) == "user@example.com")
      let signedIn = try await edge.post(
        "/users/login",
        """
        {
          "email": "user@example.com",
          "password": "securepassword123"
        }
        """)
      #expect(signedIn.status == 200)
      let token = try #require(EdgeUnderTest.member("sessionToken", of: signedIn))
      for field in [
        "X-API-Key: \(token)", "Authorization: Bearer \(token)", "authorization: bearer \(token)",
      ] {
        let dashboard = try await edge.get("/users/dashboard", [field])
        #expect(dashboard.status == 200)
        #expect(EdgeUnderTest.member("user.username", of: dashboard) == "myuser")
        #expect(dashboard["Cache-Control"] == "no-store")
      }
      let signed = try await edge.send("POST", "/users/sessions/token", ["X-API-Key: \(token)"])
      let short = try #require(EdgeUnderTest.member("token", of: signed))
      #expect(
        try await edge.get("/users/profile", ["Authorization: Bearer \(short)"]).status == 200)
      #expect(try await edge.send("POST", "/users/logout", ["X-API-Key: \(token)"]).status == 204)
      #expect(try await edge.get("/users/profile", ["X-API-Key: \(token)"]).status == 401)
      #expect(
        try await edge.get("/users/profile", ["Authorization: Bearer \(short)"]).status == 401)
    }
  }

  @Test func `200 registrations of one email at once make one user`() async throws {
    try await EdgeUnderTest.with {
      $0.accounts.registrationsPerHour = 1000
      $0.accounts.hashQueueMax = 500
      // A loaded machine makes callers wait, and that is not what is tried here.
      $0.database.waitTimeout = .seconds(60)
      $0.database.transactionTimeout = .seconds(60)
      $0.server.poolQueueMax = 1000
    } _: { edge in
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<200 {
          group.addTask {
            try await edge.post(
              "/users/register", #"{"email":"ada@example.com","password":"correct horse"}"#
            ).status
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(statuses.filter { $0 == 201 }.count == 1)
      #expect(statuses.filter { $0 == 409 }.count == 199)
      let users = try await edge.edge.database.query("SELECT id FROM users")
      #expect(users.count == 1)
    }
  }

  @Test func `what is known survives a restart of the edge`() async throws {
    let directory = TemporaryDirectory("accounts")
    var token = ""
    try await EdgeUnderTest.with {
      $0.dataDirectory = directory("data")
    } _: { edge in
      token = try await edge.register("ada@example.com")
    }
    try await EdgeUnderTest.with {
      $0.dataDirectory = directory("data")
    } _: { edge in
      let profile = try await edge.get("/users/profile", ["X-API-Key: \(token)"])
      #expect(profile.status == 200)
    }
  }

  @Test func `an email is unknown or known, and no answer tells which`() async throws {
    try await EdgeUnderTest.with {
      $0.accounts.registration = .confirmed
    } _: { edge in
      // The mail is in a folder; the user is made as its answer would make it.
      _ = try await edge.post(
        "/users/register", #"{"email":"ada@example.com","password":"correct horse"}"#)
      try await edge.edge.database.execute(
        """
        INSERT INTO users (id, email, email_key, username, password_hash, role, is_active,
          verified_at, created_at, password_changed_at)
        SELECT 'usr_ada', email, email, username, password_hash, 'user', 1, 1, 1, 1
        FROM pending_registrations
        """)
      func answers(_ email: String) async throws -> [String] {
        var answers: [String] = []
        for (target, document) in [
          ("/users/register", #"{"email":"\#(email)","password":"another horse"}"#),
          ("/users/login", #"{"email":"\#(email)","password":"another horse"}"#),
          ("/users/password/reset-request", #"{"email":"\#(email)"}"#),
        ] {
          let response = try await edge.post(target, document)
          let id = response["X-Request-ID"] ?? ""
          answers.append(
            "\(response.status) \(response.lastingFields) "
              + response.text.replacing(email, with: "EMAIL").replacing(id, with: "ID"))
        }
        return answers
      }
      let known = try await answers("ada@example.com")
      let unknown = try await answers("eve@example.com")
      #expect(known == unknown)
      #expect(known.map { $0.prefix(3) } == ["202", "401", "202"])
      #expect(
        try await edge.post(
          "/users/login", #"{"email":"ada@example.com","password":"correct horse"}"#
        ).status == 200)
    }
  }

  @Test func `failures lock an email over the wire, and the answer says for how long`() async throws
  {
    try await EdgeUnderTest.with {
      $0.accounts.failuresFree = 1
      $0.accounts.failuresMax = 2
    } _: { edge in
      _ = try await edge.register("ada@example.com")
      func signIn(_ password: String) async throws -> RawResponse {
        try await edge.post(
          "/users/login", #"{"email":"ada@example.com","password":"\#(password)"}"#)
      }
      #expect(try await signIn("wrong horse").status == 401)
      #expect(try await signIn("wrong horse").status == 401)
      let locked = try await signIn("correct horse")
      #expect(locked.status == 429)
      #expect((1...900).contains(Int(locked["Retry-After"] ?? "") ?? 0))
      #expect(try ProblemDocument(locked).slug == "sign-in-delayed")
    }
  }

  @Test func `in production an edge without an administrator says how to make one, and serves`()
    async throws
  {
    try await EdgeUnderTest.with {
      $0.environment = .production
      $0.accounts.registration = .confirmed
      $0.mail.transport = .off
    } _: { edge in
      #expect(edge.warnings.contains { $0.contains("floe user create --admin") })
      #expect(edge.warnings.contains { $0.contains("Nobody can register") })
      let response = try await edge.post(
        "/users/register", #"{"email":"ada@example.com","password":"correct horse"}"#)
      #expect(response.status == 503)
      #expect(try ProblemDocument(response).slug == "mail-is-off")
    }
  }

  @Test func `what is mailed in development lies in a folder, for its owner alone`() async throws {
    let directory = TemporaryDirectory("accounts")
    try await EdgeUnderTest.with {
      $0.dataDirectory = directory("data")
    } _: { edge in
      _ = try await edge.register("ada@example.com")
      let token = try #require(try directory.mailedToken())
      let verified = try await edge.post("/users/verify-email", #"{"token":"\#(token)"}"#)
      #expect(verified.status == 200 && verified.text.contains(#""emailVerified":true"#))
    }
  }
}

extension TemporaryDirectory {
  /// The token in the one message of the folder `mail` of the data directory.
  fileprivate func mailedToken() throws -> String? {
    let folder = self("data") + "/mail"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    guard names.count == 1, let text = FileManager.default.contents(atPath: "\(folder)/\(names[0])")
    else { return nil }
    let words = String(decoding: text, as: UTF8.self).split {
      !($0.isLetter || $0.isNumber || $0 == "_")
    }
    return words.first { $0.hasPrefix("flm_") }.map(String.init)
  }
}
