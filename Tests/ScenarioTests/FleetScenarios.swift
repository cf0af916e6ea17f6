import Capabilities
import ContentDelivery
import EdgeTesting
import Gateway
import ServerTesting
import TestSupport
import Testing
import WalrusUpstream

/// Two edges over one PostgreSQL and one Redis: what one does, the other goes by.
@Suite struct FleetScenarios {
  /// What the edges of a fleet share.
  private struct Surroundings {
    let redis: RedisServer
    let database: DatabaseAddress
  }

  /// Runs a body with two edges of a fleet and what both are set to.
  private func withFleet(
    _ body: (EdgeUnderTest, EdgeUnderTest, Surroundings) async throws -> Void
  ) async throws {
    let shared = Surroundings(
      redis: await RedisServer.start(),
      database: try #require(
        DatabaseAddress(settingText: await PostgreSQLServer.shared.makeDatabase())))
    try await EdgeUnderTest.with({ Self.join(&$0, shared) }) { first in
      try await EdgeUnderTest.with({
        Self.join(&$0, shared)
        $0.walrus.aggregators = first.aggregators
      }) { second in
        for edge in [first, second] {
          _ = try await edge.get("/health") { $0.text.contains(#""state":"connected""#) }
        }
        try await body(first, second, shared)
      }
    }
  }

  private static func join(_ settings: inout GatewaySettings, _ shared: Surroundings) {
    settings.content.access = .token
    settings.database.url = shared.database
    settings.sharedState.url = "redis://127.0.0.1:\(shared.redis.port)"
    settings.sharedState.commandTimeout = .seconds(5)
    settings.sharedState.connectTimeout = .seconds(20)
    settings.sharedState.retryTimeMax = .milliseconds(50)
  }

  /// A user with a token, made at an edge.
  private func token(
    _ edge: EdgeUnderTest
  ) async throws -> (session: String, id: String, secret: String) {
    let session = try await edge.register("ada@example.com", tier: "professional")
    let made = try await edge.post(
      "/users/tokens", #"{"name":"T","permissions":["READ_CDN"]}"#, ["X-API-Key: \(session)"])
    return (
      session, try #require(EdgeUnderTest.member("id", of: made)),
      try #require(EdgeUnderTest.member("token", of: made))
    )
  }

  @Test func `a token that one edge revokes is refused by the other within a second`()
    async throws
  {
    try await withFleet { first, second, _ in
      let (session, id, secret) = try await token(first)
      let path = "/cdn/\(try await first.store(first.content(1000)))"
      for _ in 0..<3 {
        #expect(try await second.get(path, ["X-API-Key: \(secret)"]).status == 200)
      }
      let revoked = try await first.send(
        "DELETE", "/users/tokens/\(id)", ["X-API-Key: \(session)"])
      #expect(revoked.status == 204)
      #expect(try await first.get(path, ["X-API-Key: \(secret)"]).status == 401)
      try await expectRefused(second, path, secret, within: .seconds(1))
    }
  }

  @Test func `a token that a command revokes is refused by every edge within a second`()
    async throws
  {
    try await withFleet { first, second, shared in
      let (_, id, secret) = try await token(first)
      let path = "/cdn/\(try await first.store(first.content(1000)))"
      for edge in [first, second] {
        #expect(try await edge.get(path, ["X-API-Key: \(secret)"]).status == 200)
      }
      let settings = try EdgeUnderTest.settings { Self.join(&$0, shared) }
      let isRevoked = try await TokensDesk.with(
        settings, untold: { Issue.record("the edges were not told") }
      ) { desk in
        try await desk.revoke(id)
      }
      #expect(isRevoked)
      for edge in [first, second] {
        try await expectRefused(edge, path, secret, within: .seconds(1))
      }
    }
  }

  @Test func `while messages are lost nothing is remembered, so a revocation still counts`()
    async throws
  {
    try await withFleet { first, second, shared in
      let (session, id, secret) = try await token(first)
      let path = "/cdn/\(try await first.store(first.content(1000)))"
      #expect(try await second.get(path, ["X-API-Key: \(secret)"]).status == 200)
      await shared.redis.kill()
      _ = try await second.get("/health") { $0.text.contains(#""state":"away""#) }
      let revoked = try await first.send(
        "DELETE", "/users/tokens/\(id)", ["X-API-Key: \(session)"])
      #expect(revoked.status == 204)
      try await expectRefused(second, path, secret, within: .seconds(10))
    }
  }

  private func expectRefused(
    _ edge: EdgeUnderTest, _ path: String, _ secret: String, within limit: Duration,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let end = ContinuousClock.now + limit
    while try await edge.get(path, ["X-API-Key: \(secret)"]).status == 200 {
      guard ContinuousClock.now < end else { break }
    }
    #expect(
      try await edge.get(path, ["X-API-Key: \(secret)"]).status == 401,
      sourceLocation: sourceLocation)
  }
}
