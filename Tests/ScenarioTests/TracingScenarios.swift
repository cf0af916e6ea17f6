import ContentDelivery
import EdgeTesting
import Gateway
import Settings
import TestSupport
import Testing

/// Requests as traces, seen by a receiver of OTLP and by the aggregators.
@Suite struct TracingScenarios {
  private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
  private static let parent = "traceparent: 00-\(trace)-00f067aa0ba902b7-01"

  /// An edge that sends its spans to a receiver.
  private static func with(
    _ adjust: (inout GatewaySettings) -> Void,
    _ body: (EdgeUnderTest, HTTPReceiver) async throws -> Void
  ) async throws {
    let receiver = HTTPReceiver()
    defer { receiver.stop() }
    try await EdgeUnderTest.with({
      $0.tracing.endpoint = "http://127.0.0.1:\(receiver.port)"
      $0.tracing.interval = .milliseconds(100)
      adjust(&$0)
    }) { try await body($0, receiver) }
  }

  /// Content that only the network has.
  private static func foreign(_ edge: EdgeUnderTest, seed: UInt64) async throws -> String {
    "/cdn/\(try await edge.store(edge.content(3000, seed: seed)))"
  }

  @Test func `a miss is a tree of spans, and the aggregator is told of its branch`() async throws {
    try await Self.with({ $0.tracing.ratio = 1 }) { edge, receiver in
      let path = try await Self.foreign(edge, seed: 3)
      #expect(try await edge.get(path, [Self.parent]).status == 200)
      #expect(await receiver.eventually { SeenSpan.all($0).count >= 5 })
      let spans = SeenSpan.all(receiver.received)
      #expect(spans.allSatisfy { $0.trace == Self.trace })
      let request = try #require(spans.first { $0.name == "GET /cdn/{id}" })
      #expect(request.parent == "00f067aa0ba902b7")
      #expect(request.attributes["http.route"] == "/cdn/{id}")
      #expect(request.attributes["http.response.status_code"] == "200")
      #expect(request.attributes["floe.cache.result"] == "miss")
      #expect(request.attributes["url.path"] == path)
      #expect(request.attributes["client.address"] == nil)
      for name in ["admission", "cache", "fill"] {
        #expect(spans.first { $0.name == name }?.parent == request.id, "\(name)")
      }
      let fill = try #require(spans.first { $0.name == "fill" })
      let attempt = try #require(spans.first { $0.name == "GET" })
      #expect(attempt.parent == fill.id)
      #expect(attempt.attributes["server.address"] == "127.0.0.1")
      let told = "traceparent: 00-\(Self.trace)-\(attempt.id)-01"
      #expect(edge.upstreamHeads.contains { $0.contains(told) })
    }
  }

  @Test func `fetches of slices are parts of the request that reads them`() async throws {
    try await Self.with({
      $0.tracing.ratio = 1
      $0.content.sliceSize = .kibibytes(64)
      $0.content.slicedMin = .kibibytes(128)
    }) { edge, receiver in
      let id = try await edge.store(edge.content(500_000))
      // The first range opens the content, the second fetches a slice of its own.
      let opening = try await edge.get("/cdn/\(id)", ["Range: bytes=0-9"])
      let range = try await edge.get("/cdn/\(id)", ["Range: bytes=200000-200009", Self.parent])
      #expect(opening.status == 206 && range.status == 206)
      #expect(await receiver.eventually { SeenSpan.all($0).contains { $0.name == "GET" } })
      await edge.stop()
      let attempts = SeenSpan.all(receiver.received).filter { $0.name == "GET" }
      #expect(attempts.contains { $0.trace == Self.trace })
      for attempt in attempts {
        #expect(edge.upstreamHeads.contains { $0.contains("-\(attempt.trace)-\(attempt.id)-01") })
      }
    }
  }

  @Test func `a list of a quilt is an attempt in the trace of who asked for it`() async throws {
    try await Self.with({ $0.tracing.ratio = 1 }) { edge, receiver in
      let (quilt, _) = try await edge.storeQuilt([("a.txt", "content")])
      let answer = try await edge.get("/v1/quilts/\(quilt)/patches", [Self.parent])
      #expect(answer.status == 200)
      #expect(await receiver.eventually { SeenSpan.all($0).contains { $0.name == "GET" } })
      let attempt = try #require(
        SeenSpan.all(receiver.received).first {
          $0.attributes["url.full"]?.hasSuffix("/v1/quilts/\(quilt)/patches") == true
        })
      #expect(attempt.trace == Self.trace)
      #expect(edge.upstreamHeads.contains { $0.contains("-\(Self.trace)-\(attempt.id)-01") })
    }
  }

  @Test func `a hit on the cached path is a span too`() async throws {
    try await Self.with({
      $0.tracing.ratio = 1
      $0.tracing.showsClients = true
    }) { edge, receiver in
      let id = try await edge.store(edge.content(100))
      for _ in 0..<5 { #expect(try await edge.get("/cdn/\(id)?a=secret").status == 200) }
      let isHit = { (span: SeenSpan) in span.attributes["floe.cache.result"] == "hit" }
      #expect(await receiver.eventually { SeenSpan.all($0).filter(isHit).count == 4 })
      let hits = SeenSpan.all(receiver.received).filter(isHit)
      #expect(
        hits.allSatisfy { $0.parent == nil && $0.attributes["client.address"] == "127.0.0.1" })
      #expect(Set(hits.map(\.trace)).count == 4)
      #expect(!receiver.received.contains { $0.text.contains("secret") })
    }
  }

  @Test func `a stranger cannot have its requests recorded, but finds them in the log`()
    async throws
  {
    try await Self.with({ $0.tracing.ratio = 0 }) { edge, receiver in
      let path = try await Self.foreign(edge, seed: 4)
      #expect(try await edge.get(path, [Self.parent, "tracestate: a=1"]).status == 200)
      let head = try #require(edge.upstreamHeads.first { $0.contains("traceparent") })
      let line = head.split(whereSeparator: \.isNewline).first { $0.hasPrefix("traceparent") }
      #expect(line?.hasPrefix("traceparent: 00-\(Self.trace)-") == true)
      #expect(line?.hasSuffix("-00") == true && !head.contains("tracestate"))
      let problem = try await edge.get("/cdn/none", [Self.parent])
      #expect(problem.text.contains("\"traceId\":\"\(Self.trace)\""))
      await edge.stop()
      #expect(receiver.received.isEmpty)
    }
  }

  @Test func `a trusted caller decides, and its state is passed on`() async throws {
    try await Self.with({ $0.tracing.trustsParent = true }) { edge, receiver in
      let path = try await Self.foreign(edge, seed: 5)
      let fields = [Self.parent, "tracestate: a=1", "tracestate: b=2"]
      #expect(try await edge.get(path, fields).status == 200)
      #expect(await receiver.eventually { SeenSpan.all($0).contains { $0.name == "fill" } })
      #expect(edge.upstreamHeads.contains { $0.contains("tracestate: a=1,b=2") })
      let fill = SeenSpan.all(receiver.received).first { $0.name == "fill" }
      #expect(fill?.state == "a=1,b=2")
    }
  }

  @Test(arguments: [
    [parent + "0"], ["traceparent: none"], [parent, parent], ["tracestate: a=1"], [],
  ])
  func `what says nothing of a trace is in none`(fields: [String]) async throws {
    try await EdgeUnderTest.with { edge in
      let path = try await Self.foreign(edge, seed: 6)
      #expect(try await edge.get(path, fields).status == 200)
      #expect(!edge.upstreamHeads.contains { $0.contains("traceparent") })
      #expect(try await !edge.get("/cdn/none", fields).text.contains("traceId"))
    }
  }

  @Test func `statements are spans with their text and without their values`() async throws {
    try await Self.with({ $0.tracing.ratio = 1 }) { edge, receiver in
      let body =
        #"{"email":"ada@example.com","username":"ada","password":"correct horse","subscriptionTier":"free"}"#
      let response = try await edge.send(
        "POST", "/users/register", ["Content-Type: application/json"], body: Array(body.utf8))
      #expect(response.status == 201)
      #expect(
        await receiver.eventually {
          SeenSpan.all($0).contains { $0.attributes["db.query.text"]?.contains("$1") == true }
        })
      #expect(await receiver.eventually { SeenSpan.all($0).contains { $0.name == "INSERT" } })
      await edge.stop()
      let spans = SeenSpan.all(receiver.received)
      #expect(
        spans.filter { $0.name == "INSERT" }.allSatisfy {
          $0.attributes["db.system.name"] == "sqlite"
        })
      #expect(!receiver.received.contains { $0.text.contains("ada@") || $0.text.contains("horse") })
    }
  }

  @Test func `a receiver that is away costs no request`() async throws {
    try await EdgeUnderTest.with({
      $0.tracing.ratio = 1
      $0.tracing.endpoint = "http://127.0.0.1:9"
      $0.tracing.interval = .milliseconds(100)
      $0.tracing.spansMax = 64
      $0.tracing.batchMax = 64
    }) { edge in
      let id = try await edge.store(edge.content(100))
      for _ in 0..<150 { #expect(try await edge.get("/cdn/\(id)").status == 200) }
      let metrics = try await edge.get("/metrics") {
        !$0.text.contains("floe_trace_spans_total{result=\"dropped\"} 0\n")
      }
      #expect(metrics.text.contains("floe_trace_spans_total{result=\"exported\"} 0\n"))
      #expect(!metrics.text.contains("floe_trace_spans_total{result=\"dropped\"} 0\n"))
    }
  }
}
