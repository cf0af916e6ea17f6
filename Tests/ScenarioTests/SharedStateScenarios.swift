import EdgeTesting
import Gateway
import ServerTesting
import SharedState
import TestSupport
import Testing

/// What an edge tells of the state that it shares, and how it goes on without it.
@Suite struct SharedStateScenarios {
  private static let rate = CellRate(emissionInterval: 86_400_000_000, burst: 5)

  @Test func `without a server state is local, and the edge says so`() async throws {
    try await EdgeUnderTest.with { edge async throws in
      #expect(try await Self.health(edge).contains("\"sharedState\":{\"state\":\"local\"}"))
      #expect(try await Self.metrics(edge).contains("floe_shared_state_connected 1\n"))
      #expect(try await edge.edge.sharedState.takeRate("r", Self.rate, wanted: 9).granted == 5)
    }
  }

  @Test func `when the server dies the edge goes on with local limits, and says so`() async throws {
    let server = await RedisServer.start(RedisServerOptions(password: "hush-hush"))
    try await EdgeUnderTest.with {
      $0.sharedState.url = "redis://:hush-hush@127.0.0.1:\(server.port)"
      $0.sharedState.retryTimeMax = .milliseconds(50)
      $0.sharedState.commandTimeout = .seconds(20)
      $0.sharedState.connectTimeout = .seconds(20)
    } _: { edge async throws in
      let state = edge.edge.sharedState
      try await Self.until { try await Self.health(edge).contains("\"state\":\"connected\"") }
      #expect(try await state.takeRate("r", Self.rate, wanted: 3).granted == 3)

      await server.kill()
      try await Self.until { try await Self.health(edge).contains("\"state\":\"away\"") }
      let health = try await Self.health(edge)
      #expect(health.contains("\"limits\":\"local\""))
      // The components are looked at now and then: by now one may have been found out.
      #expect(
        health.contains("\"status\":\"ok\"") || health.contains("\"status\":\"degraded\""))
      let alone = try await state.takeRate("r", Self.rate, wanted: 9)
      #expect(alone.granted == 5)
      #expect(alone.isLocal)
      let metrics = try await Self.metrics(edge)
      #expect(metrics.contains("floe_shared_state_connected 0\n"))
      #expect(metrics.contains("floe_shared_state_fallbacks_total 1\n"))
      #expect(metrics.contains("floe_shared_state_commands_total{result=\"away\"} 1\n"))
      #expect(edge.warnings.contains { $0.contains("is away, limits are local") })
      #expect(!edge.warnings.contains { $0.contains("hush-hush") })

      await server.restart()
      try await Self.until { try await Self.health(edge).contains("\"state\":\"connected\"") }
      let shared = try await state.takeRate("r", Self.rate, wanted: 9)
      #expect(shared.granted == 5)
      #expect(!shared.isLocal)
      let after = try await Self.metrics(edge)
      #expect(!after.contains("floe_shared_state_reconnects_total 0\n"))
    }
  }

  private static func health(_ edge: EdgeUnderTest) async throws -> String {
    String(decoding: try await edge.get("/health").body, as: UTF8.self)
  }

  private static func metrics(_ edge: EdgeUnderTest) async throws -> String {
    String(decoding: try await edge.get("/metrics").body, as: UTF8.self)
  }

  private static func until(
    sourceLocation: SourceLocation = #_sourceLocation, _ isSo: () async throws -> Bool
  ) async throws {
    for _ in 0..<6000 {
      if try await isSo() { return }
      try await Task.sleep(for: .milliseconds(5))
    }
    Issue.record("it did not come to that", sourceLocation: sourceLocation)
  }
}
