import Devnet
import EdgeTesting
import TestSupport
import Testing

@Suite struct MetricsScenarios {
  /// Requests for one content that is fetched once, one that is missing, and one that is none.
  private static let expected: [(series: String, value: Double)] = [
    ("cache_requests_total{result=\"hit\"}", 3),
    ("cache_requests_total{result=\"miss\"}", 2),
    ("cache_requests_total{result=\"negative_hit\"}", 2),
    ("content_fills_total{event=\"begun\"}", 2),
    ("content_fills_total{event=\"stored\"}", 1),
    ("content_fills_total{event=\"failed\"}", 1),
    ("content_origin_bytes_total", 5000),
    ("http_requests_total{method=\"GET\",route=\"GET /cdn/{id}\",code=\"2xx\"}", 4),
    ("http_requests_total{method=\"GET\",route=\"GET /cdn/{id}\",code=\"4xx\"}", 4),
  ]

  /// The values of the expected series, nil where there is no such line.
  private static func values(in text: String) -> [Double?] {
    let lines = text.split(separator: "\n")
    return expected.map { series, _ in
      let line = lines.first { $0.hasPrefix("floe_\(series) ") }
      return line.flatMap { Double($0.dropFirst(series.utf8.count + 6)) }
    }
  }

  @Test func `what happened to requests is counted, once each`() async throws {
    try await EdgeUnderTest.with { edge in
      let id = try await edge.store(edge.content(5000))
      for _ in 0..<4 { #expect(try await edge.get("/cdn/\(id)").status == 200) }
      let missing = try edge.id(of: edge.content(10, seed: 9))
      for _ in 0..<3 { #expect(try await edge.get("/cdn/\(missing)").status == 404) }
      #expect(try await edge.get("/cdn/abc").status == 400)
      let expected = Self.expected.map(\.value)
      var values: [Double?] = []
      // A request is counted when its response has gone, which may be after its client went on.
      for _ in 0..<100 where values != expected {
        values = Self.values(in: try await edge.get("/metrics").text)
        await edge.pause(milliseconds: 5)
      }
      #expect(values == expected)
    }
  }

  @Test func `the summaries for operators are JSON with the numbers of this edge`() async throws {
    try await EdgeUnderTest.with { edge in
      let id = try await edge.store(edge.content(5000))
      for _ in 0..<4 { #expect(try await edge.get("/cdn/\(id)").status == 200) }
      let summary = try await edge.get("/api/metrics") { $0.text.contains("\"hits\":3") }
      #expect(summary["Content-Type"] == "application/json")
      for part in [
        "\"GET /cdn/{id}\":{\"count\":4,\"p50Microseconds\":", "\"miss\":1", "\"p99Microseconds\":",
        "\"aggregator\":{\"endpoints\":3",
      ] {
        #expect(summary.text.contains(part), "\(part) in \(summary.text)")
      }
      let system = try await edge.get("/api/metrics/system").text
      for part in [
        "\"residentBytes\":", "\"openFiles\":", "{\"name\":\"floe-0\",\"lagMicroseconds\":",
        "{\"name\":\"floe-1\",", "\"threadsMax\":2,\"queued\":0", "\"open\":1,\"max\":1000",
      ] {
        #expect(system.contains(part), "\(part) in \(system)")
      }
      #expect(!system.contains("null"))
      let all = try await edge.get("/api/metrics/all").text
      #expect(all.contains("\"floe_cache_requests_total\":{\"kind\":\"counter\""))
      let lagged = try await edge.get("/metrics") {
        !$0.text.contains("floe_loop_lag_seconds_count 0\n")
      }
      #expect(lagged.text.contains("floe_loop_lag_seconds_count "))
    }
  }

  @Test func `no path that somebody makes up makes a new series`() async throws {
    try await EdgeUnderTest.with { edge in
      _ = try await edge.get("/nowhere")
      _ = try await edge.send("BREW", "/nowhere")
      let before = try await edge.get("/metrics").text.split(separator: "\n").count
      let client = try await edge.connect()
      for number in 0..<300 {
        let target = "/made/up/\(number)?\(number)"
        try await client.send(
          EdgeUnderTest.request(number % 2 == 0 ? "GET" : "BREW\(number)", target))
        #expect(try await client.response().status == 404)
      }
      client.close()
      let after = try await edge.get("/metrics").text.split(separator: "\n").count
      // The one series more is that of /metrics itself.
      #expect(after - before <= 1)
    }
  }
}
