import Digests
import EdgeTesting
import Gateway
import Persistence
import RequestSigning
import ServerTesting
import Settings
import TestSupport
import Testing

/// Signed requests over real HTTP, on one edge and on two.
@Suite struct SigningScenarios {
  private static let key = "ops:kD83jf0Qm2LxPz6vTn19RwYb47HsUcEa"
  private static let target = "/api/invoices/inv_1?dry=1"
  private static let body = #"{"state":"paid"}"#

  private func settings(_ settings: inout GatewaySettings) {
    settings.signing.keys = [SignatureKey(Self.key)!]
    settings.signing.demand = .withKeys
  }

  /// A token of an administrator.
  private func administrator(_ edge: EdgeUnderTest) async throws -> String {
    let token = try await edge.register("root@example.com")
    try await edge.edge.database.execute("UPDATE users SET role = 'administrator'")
    return token
  }

  private func signature(apart: Int64 = 0) -> String {
    let request = CanonicalRequest(
      method: "PATCH", path: "/api/invoices/inv_1", query: "dry=1",
      contentDigest: DigestState.digest(.sha256, of: Array(Self.body.utf8)))
    let made = RequestSignature(
      of: request, with: SignatureKey(Self.key)!, timestamp: WallClock.seconds + apart)
    return "X-Floe-Signature: \(made.value)"
  }

  private func send(
    _ edge: EdgeUnderTest, _ token: String, _ fields: [String]
  ) async throws -> Substring {
    let response = try await edge.post(
      Self.target, Self.body, ["X-API-Key: \(token)"] + fields, method: "PATCH")
    return try ProblemDocument(response).slug
  }

  @Test func `an administrator's token alone opens no sensitive route`() async throws {
    try await EdgeUnderTest.with(settings) { edge in
      let token = try await administrator(edge)
      #expect(try await send(edge, token, []) == "signature-missing")
      let signed = signature()
      // There is no such invoice, but the way to it is open.
      #expect(try await send(edge, token, [signed]) == "no-such-invoice")
      #expect(try await send(edge, token, [signed]) == "signature-replayed")
      #expect(try await send(edge, token, [signature(apart: -400)]) == "signature-stale")
      // Who may not call is told so before anything else.
      let other = try await edge.register("ada@example.com")
      #expect(try await send(edge, other, [signature()]) == "permission-denied")
      let metrics = try await edge.get("/metrics").text
      #expect(metrics.contains(#"floe_request_signatures_total{result="accepted"} 1"#))
      #expect(metrics.contains(#"floe_request_signatures_total{result="replayed"} 1"#))
      let description = try await edge.get("/openapi.json").text
      #expect(description.contains(#""x-floe-sensitive":true"#))
    }
  }

  @Test func `what one edge has let through another refuses`() async throws {
    let server = await RedisServer.start(RedisServerOptions(password: "hush-hush"))
    func shared(_ settings: inout GatewaySettings) {
      self.settings(&settings)
      settings.sharedState.url = "redis://:hush-hush@127.0.0.1:\(server.port)"
      settings.sharedState.commandTimeout = .seconds(20)
      settings.sharedState.connectTimeout = .seconds(20)
    }
    try await EdgeUnderTest.with(shared) { first in
      try await EdgeUnderTest.with(shared) { second in
        for edge in [first, second] {
          let health = try await edge.get("/health") { $0.text.contains(#""state":"connected""#) }
          try #require(health.text.contains(#""state":"connected""#))
        }
        let tokens = (try await administrator(first), try await administrator(second))
        let signed = signature()
        #expect(try await send(first, tokens.0, [signed]) == "no-such-invoice")
        #expect(try await send(second, tokens.1, [signed]) == "signature-replayed")
        await server.kill()
        #expect(try await send(second, tokens.1, [signature()]) == "signatures-unavailable")
      }
    }
  }

  @Test func `in production without a key a warning says that nothing is signed`() async throws {
    try await EdgeUnderTest.with {
      $0.signing.demand = .withKeys
    } _: { edge in
      #expect(edge.warnings.contains { $0.contains("signing.keys is empty") })
    }
  }
}
