import Accounts
import Capabilities
import ContentDelivery
import EdgeTesting
import Glibc
import JSON
import Metering
import Persistence
import ServerTesting
import TestSupport
import Testing

@testable import Gateway

/// An edge that is killed in the middle of its work has kept everything that it said it had.
@Suite struct KillScenarios {
  /// How an edge is set that starts twice over the same files.
  private static func adjust(_ settings: inout GatewaySettings, _ directory: String) {
    settings.dataDirectory = "\(directory)/data"
    settings.content.access = .token
    settings.metering.flushInterval = .milliseconds(50)
    settings.accounts.registrationsPerHour = 1000
  }

  @Test(arguments: [4, 9])
  func `users, tokens and usage that were acknowledged survive kill -9`(
    rounds: Int
  ) async throws {
    let directory = TemporaryDirectory("killed")
    let path = directory.path
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, rounds = rounds as Int] in
      let notes = open("\(path)/notes", O_WRONLY | O_CREAT | O_APPEND, 0o600)
      try await EdgeUnderTest.with({ Self.adjust(&$0, path) }) { edge in
        let content = "/cdn/\(try await edge.store(edge.content(1000)))"
        try await withThrowingTaskGroup(of: Void.self) { group in
          for worker in 0..<3 {
            group.addTask {
              for number in 0... {
                try await Self.use(edge, "u\(worker).\(number)@example.com", content, notes)
                // In the middle of what the others do.
                if worker == 0, number == rounds { kill(getpid(), SIGKILL) }
              }
            }
          }
          try await group.waitForAll()
        }
      }
    }
    let notes = SpawnedProcess.text(of: directory("notes")).split(separator: "\n").map {
      $0.split(separator: " ").map(String.init)
    }
    func noted(_ what: String) -> [String] { notes.filter { $0[0] == what }.map { $0[1] } }
    let used = noted("used").compactMap { Int64($0) }.max() ?? 0
    try #require(noted("user").count > rounds && noted("token").count > rounds && used > 0)
    try await EdgeUnderTest.with({ Self.adjust(&$0, path) }) { edge in
      for email in noted("user") {
        let signedIn = try await edge.post(
          "/users/login", #"{"email":"\#(email)","password":"correct horse"}"#)
        #expect(signedIn.status == 200, "\(email) is lost")
      }
      let content = "/cdn/\(try await edge.store(edge.content(10)))"
      for token in noted("token") {
        #expect(try await edge.get(content, ["X-API-Key: \(token)"]).status == 200)
      }
      let rows = try await edge.edge.database.query(
        "SELECT CAST(SUM(requests) AS BIGINT) FROM usage_minutes")
      let stored: Int64 = try #require(rows.first).value(at: 0)
      #expect(stored >= used)
    }
  }

  /// Registers a user, makes a token, reads with it, asks for its usage, and notes each thing once it
  /// was acknowledged.
  private static func use(
    _ edge: EdgeUnderTest, _ email: String, _ content: String, _ notes: Int32
  ) async throws {
    func note(_ what: String, _ value: String) {
      let line = "\(what) \(value)\n"
      guard write(notes, line, line.utf8.count) == line.utf8.count else { exit(1) }
    }
    let session = try await edge.register(email, tier: "professional")
    note("user", email)
    let made = try await edge.post(
      "/users/tokens", #"{"name":"T","permissions":["READ_CDN"]}"#, ["X-API-Key: \(session)"])
    let token = try #require(EdgeUnderTest.member("token", of: made))
    note("token", token)
    for _ in 0..<20 {
      #expect(try await edge.get(content, ["X-API-Key: \(token)"]).status == 200)
    }
    let id = try #require(EdgeUnderTest.member("id", of: made))
    for _ in 0..<1000 {
      let usage = try await edge.get("/users/tokens/\(id)/usage", ["X-API-Key: \(session)"])
      let requests = usage.text.split(separator: #""requests":"#).dropFirst().first ?? ""
      guard let count = Int64(requests.prefix { $0.isNumber }), count > 0 else { continue }
      return note("used", "\(count)")
    }
  }
}
