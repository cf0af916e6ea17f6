import EdgeTesting
import Gateway
import Routing
import TestSupport
import Testing

/// Failures of the edge, reported to a receiver of Sentry's envelopes.
@Suite struct ErrorReportScenarios {
  private struct Unforeseen: Error {
    let address = "postgres://user:password@10.0.0.1/floe"
  }

  /// Refuses everything for a reason of its own.
  private struct BrokenGuard: RouteGuard {
    let error: any Error

    func admit(_ request: Request, to route: Route) async throws -> Admission { throw error }
  }

  private static func parts(_ error: any Error) -> EdgeParts {
    var parts = EdgeParts()
    parts.admission = { _, _ in BrokenGuard(error: error) }
    return parts
  }

  private static func report(
    of error: any Error, _ target: String, times: Int
  ) async throws -> [HTTPReceiver.Received] {
    let receiver = HTTPReceiver()
    defer { receiver.stop() }
    try await EdgeUnderTest.with(
      {
        $0.sentry.dsn = "http://public@127.0.0.1:\(receiver.port)/42"
        $0.sentry.environment = "somewhere"
      }, parts: parts(error)
    ) { edge in
      for _ in 0..<times {
        let response = try await edge.get(
          target,
          [
            "X-Request-ID: client-made-id",
            "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
          ])
        #expect(response.status >= 400)
      }
      #expect(await receiver.eventually(within: times > 0 ? .seconds(10) : .zero) { !$0.isEmpty })
      await edge.stop()
    }
    return receiver.received
  }

  @Test func `a problem of our own making is reported once, with where and when`() async throws {
    let problem = Problem(RoutingProblems.internalError, detail: "the secret is hunter2")
    let received = try await Self.report(of: problem, "/users/profile?token=hunter2", times: 3)
    #expect(received.count == 1, "repetitions are counted")
    let envelope = try #require(received.first)
    #expect(envelope.head.hasPrefix("POST /api/42/envelope/ "))
    for part in [
      "\"transaction\":\"GET /users/profile\"", "\"request_id\":\"client-made-id\"",
      "\"environment\":\"somewhere\"", "\"release\":\"floe@",
      "\"trace_id\":\"4bf92f3577b34da6a3ce929d0e0e4736\"",
    ] {
      #expect(envelope.text.contains(part), "\(part) in \(envelope.text)")
    }
    #expect(!envelope.text.contains("hunter2") && !envelope.text.contains("127.0.0.1"))
  }

  @Test func `an error that nobody foresaw is reported by its name alone`() async throws {
    // That it is logged as an error is what the edge under test would complain of.
    var received: [HTTPReceiver.Received] = []
    await withKnownIssue {
      received = try await Self.report(of: Unforeseen(), "/users/profile", times: 1)
    }
    let envelope = try #require(received.first)
    #expect(envelope.text.contains("Unforeseen"))
    #expect(!envelope.text.contains("password") && !envelope.text.contains("10.0.0.1"))
  }

  @Test func `what clients do wrong is no error of ours`() async throws {
    let receiver = HTTPReceiver()
    defer { receiver.stop() }
    try await EdgeUnderTest.with({
      $0.sentry.dsn = "http://public@127.0.0.1:\(receiver.port)/42"
    }) { edge in
      let statuses = try await [edge.get("/cdn/none").status, edge.get("/nowhere").status]
      #expect(statuses == [400, 404])
      await edge.stop()
    }
    #expect(receiver.received.isEmpty)
  }

  @Test func `a receiver that is away costs no request`() async throws {
    var problem = Problem(RoutingProblems.internalError)
    problem.detail = nil
    try await EdgeUnderTest.with(
      { $0.sentry.dsn = "http://public@127.0.0.1:9/42" }, parts: Self.parts(problem)
    ) { edge in
      for _ in 0..<3 {
        let status = try await edge.get("/users/profile").status
        #expect(status == 500)
      }
    }
  }
}
