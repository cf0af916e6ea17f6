import DomainTesting
import HTTP
import JSON
import Persistence
import Routing
import Testing

@testable import Idempotency

@Suite struct IdempotentRequestTests {
  private func with(
    _ storage: StorageUnderTest = .sqlite,
    _ body: (KeyedRoutesUnderTest, any Database) async throws -> Void
  ) async throws {
    try await storage.with(IdempotencyCapability.migrations) { database in
      try await body(KeyedRoutesUnderTest(database), database)
    }
  }

  @Test(arguments: StorageUnderTest.allCases)
  func `the same request is answered again, and carried out once`(
    storage: StorageUnderTest
  ) async throws {
    try await with(storage) { things, _ in
      let first = try await things.send()
      let again = try await things.send()
      #expect(first.status == 201)
      #expect(again.status == 201)
      #expect(again.content == first.content)
      #expect(again.fields[.location] == "/things/1")
      #expect(first.fields[FieldName("Idempotent-Replayed")] == nil)
      #expect(again.fields[FieldName("Idempotent-Replayed")] == "true")
      #expect(things.madeCount == 1)
      #expect(things.events.all == [.carriedOut, .replayed])
    }
  }

  @Test func `without a key every request is another`() async throws {
    try await with { things, _ in
      _ = try await things.send(key: nil)
      _ = try await things.send(key: nil)
      #expect(things.madeCount == 2)
    }
  }

  @Test(arguments: [
    "key-1", "\"\"", "\"a", "a\"", "\"a\" b", "\"a\"b\"", "\"a\\b\"", "\"é\"", "\"a\\\"",
    "\"a\", \"b\"", "\"\(String(repeating: "k", count: 256))\"",
  ])
  func `a malformed key is a 400`(key: String) async throws {
    try await with { things, _ in
      let answer = try await things.send(key: key)
      #expect(answer.status == 400)
      #expect(answer.problem == "malformed-idempotency-key")
      #expect(things.madeCount == 0)
    }
  }

  @Test(arguments: [
    (#""a \"quoted\" \\ key""#, #"a "quoted" \ key"#),
    ("\"\(String(repeating: "k", count: 255))\"", String(repeating: "k", count: 255)),
  ])
  func `a key is read as a string of structured fields`(value: String, key: String) {
    #expect(IdempotencyKey(value)?.text == key)
  }

  @Test func `another content under the same key is a 422`() async throws {
    try await with { things, _ in
      _ = try await things.send()
      let other = try await things.send("/things", ["name": "b"])
      #expect(other.status == 422)
      #expect(other.problem == "idempotency-key-reused")
      #expect(things.madeCount == 1)
    }
  }

  @Test func `a key belongs to its caller, method and path`() async throws {
    try await with { things, _ in
      let one = Caller(.session, userID: "usr_1", credentialID: "ses_1", permissions: [])
      let same = Caller(.signedToken, userID: "usr_1", credentialID: "ses_2", permissions: [])
      let two = Caller(.session, userID: "usr_2", credentialID: "ses_3", permissions: [])
      _ = try await things.send(caller: one)
      _ = try await things.send(caller: two)
      _ = try await things.send()
      _ = try await things.send("/others", caller: one)
      _ = try await things.send("/things?a=1", caller: one)
      #expect(things.madeCount == 5)
      let again = try await things.send(caller: same)
      #expect(again.fields[FieldName("Idempotent-Replayed")] == "true")
      #expect(things.madeCount == 5)
    }
  }

  @Test(arguments: StorageUnderTest.allCases)
  func `of a hundred at once one is carried out`(storage: StorageUnderTest) async throws {
    try await with(storage) { things, _ in
      let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<100 { group.addTask { try await things.send().status } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(things.madeCount == 1)
      #expect(statuses.allSatisfy { $0 == 201 || $0 == 409 })
      #expect(statuses.contains(201))
      let after = try await things.send()
      #expect(after.status == 201)
      #expect(things.madeCount == 1)
    }
  }

  @Test func `what was refused may be corrected under the same key`() async throws {
    try await with { things, _ in
      let refused = try await things.send("/things", [:])
      #expect(refused.status == 422)
      #expect(refused.problem == "invalid-content")
      let corrected = try await things.send()
      #expect(corrected.status == 201)
    }
  }

  @Test func `a failure may be tried again, unless it may have had an effect`() async throws {
    try await with { things, _ in
      things.fail(with: DatabaseFailure(.unavailable, "away"))
      let failed = try await things.send()
      #expect(failed.status == 500)
      things.fail(with: nil)
      let done = try await things.send()
      #expect(done.status == 201)
      things.fail(with: DatabaseFailure(.unavailable, "away", isOutcomeUnknown: true))
      let unknown = try await things.send(key: "\"key-2\"")
      #expect(unknown.status == 500)
      things.fail(with: nil)
      let waiting = try await things.send(key: "\"key-2\"")
      #expect(waiting.status == 409)
      #expect(waiting.problem == "idempotent-request-in-progress")
      #expect(waiting.fields[.retryAfter] == "1")
    }
  }

  @Test func `the claim of a process that died ends after its time`() async throws {
    try await with { things, database in
      _ = try await things.send()
      // What a process leaves behind that dies between the claim and the response.
      try await database.execute("UPDATE idempotent_requests SET is_done = 0, response = NULL")
      things.time.advance(59)
      let early = try await things.send()
      #expect(early.status == 409)
      things.time.advance(1)
      let late = try await things.send()
      #expect(late.status == 201)
      #expect(things.madeCount == 2)
      let again = try await things.send()
      #expect(again.fields[FieldName("Idempotent-Replayed")] == "true")
    }
  }

  @Test func `a response is kept a day, and then swept away`() async throws {
    try await with { things, database in
      _ = try await things.send()
      things.time.advance(86_399)
      _ = try await things.send()
      #expect(things.madeCount == 1)
      things.time.advance(1)
      _ = try await things.send("/things", ["name": "something else"])
      #expect(things.madeCount == 2)
      #expect(try await things.requests.sweep(at: things.time.now) == 0)
      #expect(try await things.requests.sweep(at: things.time.now + 86_400) == 1)
      let rows = try await database.query("SELECT id FROM idempotent_requests")
      #expect(rows.isEmpty)
    }
  }

  @Test func `who reads the database learns no secret, and no other secret opens it`() async throws
  {
    try await with { things, database in
      _ = try await things.send(key: "\"my key\"", ["name": "securepassword123"])
      let row = try #require(
        try await database.first("SELECT id, payload, response FROM idempotent_requests"))
      let bytes: [UInt8] = try row.value(at: 2)
      let texts = ["\(row)", String(decoding: bytes, as: UTF8.self)]
      for text in texts {
        for word in ["shown once", "my key", "securepassword123"] {
          #expect(!text.contains(word))
        }
      }
      let elsewhere = KeyedRoutesUnderTest(database, secret: 2)
      let other = try await elsewhere.send(key: "\"my key\"", ["name": "securepassword123"])
      #expect(other.fields[FieldName("Idempotent-Replayed")] == nil)
    }
  }

  @Test func `a response that is too long is not kept, and not made twice`() async throws {
    try await with { things, _ in
      let first = try await things.send("/long")
      #expect(first.status == 200)
      let again = try await things.send("/long")
      #expect(again.problem == "idempotent-response-not-kept")
      #expect(things.madeCount == 1)
    }
  }

  @Test func `who goes away meanwhile finds the response later`() async throws {
    try await with { things, _ in
      let gone = Task { try await things.send() }
      gone.cancel()
      _ = try? await gone.value
      var again = try await things.send()
      for _ in 0..<2000 where again.status == 409 {
        try? await Task.sleep(for: .milliseconds(5))
        again = try await things.send()
      }
      #expect(again.status == 201)
      #expect(things.madeCount == 1)
    }
  }
}
