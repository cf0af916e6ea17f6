import Capabilities
import ContentDelivery
import EdgeTesting
import Metering
import TestSupport
import Testing

@testable import Gateway

/// Callers without a token, where content is public.
@Suite struct AnonymousScenarios {
  @Test func `an address has its limit, and a token is beside it`() async throws {
    try await MeteredEdge.with({
      $0.content.access = .anybody
      $0.limits.anonymousPerMinute = 20
    }) { stage in
      let path = "/cdn/\(try await stage.edge.store(stage.edge.content(100)))"
      stage.credentials.give("wcdn_reading", id: "t1")
      let first = try await stage.edge.get(path)
      #expect(first["RateLimit-Policy"] == "\"address\";q=20;w=60")
      #expect(first["RateLimit"]?.hasPrefix("\"address\";r=19;t=") == true)
      var statuses: [Int] = []
      for _ in 0..<30 { statuses.append(try await stage.edge.get(path).status) }
      // The limit grows by one in three seconds, and a loaded machine may take some.
      #expect(statuses.prefix(19).allSatisfy { $0 == 200 })
      let refused = try await stage.edge.get(path) { $0.status == 429 }
      #expect(try ProblemDocument(refused).slug == "quota-exceeded")
      #expect(refused.text.contains("\"violated-policies\":[\"address\"]"))
      #expect(try await stage.edge.get(path, [MeteredEdge.key("wcdn_reading")]).status == 200)
      #expect(try await stage.edge.get("/health/live").status == 200, "what is open has no limit")
      #expect(
        try await stage.edge.get(path, [MeteredEdge.key("wcdn_unknown")]).status == 401,
        "who presents a token is never taken for nobody")
    }
  }

  @Test func `a limit may leave this machine out, or not be there`() async throws {
    for adjust in [0, 1] {
      try await MeteredEdge.with({
        $0.content.access = .anybody
        $0.limits.anonymousPerMinute = adjust == 0 ? nil : 2
        $0.limits.exemptsLoopback = true
      }) { stage in
        let path = "/cdn/\(try await stage.edge.store(stage.edge.content(100)))"
        for _ in 0..<10 { #expect(try await stage.edge.get(path).status == 200) }
      }
    }
  }
}
