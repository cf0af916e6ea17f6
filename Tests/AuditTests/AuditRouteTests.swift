import Capabilities
import DomainTesting
import JSON
import Persistence
import Routing
import Testing

@testable import Audit

@Suite struct AuditRouteTests {
  private let administrator = Caller(
    .session, userID: "usr_1", credentialID: "ses_1", permissions: .admin)

  private func filled(_ body: (RouteBench) async throws -> Void) async throws {
    try await StorageUnderTest.sqlite.with(AuditCapability.migrations) { database in
      let trail = DatabaseAuditTrail(database, waitersMax: 100)
      for number in 1...30 {
        try await trail.record(
          AuditEntry(
            number % 2 == 0 ? "token.created" : "login.failed", actorID: "usr_\(number % 3)",
            subjectID: "tok_\(number)", happenedAt: 1_800_000_000 + Int64(number),
            details: [.init("n", .integer(Int64(number)))]))
      }
      try await body(RouteBench(AuditCapability(database).routes))
    }
  }

  @Test func `pages follow one another without gap or repetition`() async throws {
    try await filled { bench in
      var numbers: [Int64] = []
      var before = ""
      for _ in 0..<5 {
        let answer = try await bench.send(
          SentRequest("GET", "/api/audit?limit=7\(before)", caller: administrator))
        #expect(answer.status == 200)
        numbers += answer.document["entries"].array.compactMap { $0["number"].integer }
        guard let next = answer.document["next"].integer else { break }
        before = "&before=\(next)"
      }
      #expect(numbers == Array((1...30).reversed()))
    }
  }

  @Test(arguments: [
    ("actor=usr_1", 10), ("action=login.failed", 15), ("subject=tok_7", 1),
    ("actor=usr_1&action=login.failed", 5), ("since=2027-01-15T08:00:11Z", 20),
    ("until=2027-01-15T08:00:11Z", 10),
    ("since=2027-01-15T08:00:11Z&until=2027-01-15T08:00:12Z", 1), ("actor=nobody", 0),
  ])
  func `filters narrow what is shown`(query: String, count: Int) async throws {
    try await filled { bench in
      let answer = try await bench.send(
        SentRequest("GET", "/api/audit?\(query)", caller: administrator))
      #expect(answer.document["entries"].array.count == count)
    }
  }

  @Test(arguments: [
    "limit=0", "limit=201", "since=yesterday", "before=x", "who=me", "actor=a&actor=b",
  ])
  func `a query that makes no sense is a 400`(query: String) async throws {
    try await filled { bench in
      let answer = try await bench.send(
        SentRequest("GET", "/api/audit?\(query)", caller: administrator))
      #expect(answer.status == 400)
    }
  }

  @Test func `it is for administrators alone`() async throws {
    try await filled { bench in
      let user = Caller(
        .session, userID: "usr_2", credentialID: "ses_2", permissions: [.readCDN, .viewAnalytics])
      let refused = try await bench.send(SentRequest("GET", "/api/audit", caller: user))
      #expect(refused.status == 403)
      let unknown = try await bench.send(SentRequest("GET", "/api/audit"))
      #expect(unknown.status == 401)
    }
  }
}
