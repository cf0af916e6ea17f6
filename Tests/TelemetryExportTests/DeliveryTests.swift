import EventLoops
import HTTPClient
import Locks
import TestSupport
import Testing
import Traces

@testable import TelemetryExport

/// Spans and reports on their way to a receiver on loopback.
@Suite struct DeliveryTests {
  private static func withClient(
    _ body: @escaping @Sendable (UpstreamClient) async throws -> Void
  ) async throws {
    let loop = EventLoop.start(name: "export-test")
    defer { loop.stop() }
    try await Task(executorPreference: loop) {
      let client = UpstreamClient(
        loop: loop, settings: UpstreamClientSettings(userAgent: "floe/test"))
      defer { client.close() }
      try await body(client)
    }.value
  }

  private static func span(_ name: String) -> SpanRecord {
    SpanRecord(
      place: RequestTrace(
        traceID: TraceID(high: 1, low: 2)!, spanID: SpanID(3)!, parentID: nil, isSampled: true),
      name: name, kind: .internal, start: 1, end: 2, attributes: [])
  }

  private static func exporter(
    _ port: UInt16, complain: @escaping @Sendable (String) -> Void = { _ in }
  ) -> SpanExporter {
    SpanExporter(
      SpanExporter.Target(
        url: "http://127.0.0.1:\(port)/v1/traces", fields: [UpstreamField("X-Tenant", "t")],
        timeout: .seconds(5), spansMax: 10, batchMax: 2),
      resource: ExportResource(
        serviceName: "floe", serviceVersion: "1", instanceID: "i", environment: "test"),
      complain: complain)
  }

  @Test func `spans are sent in batches with the fields of the settings`() async throws {
    let receiver = HTTPReceiver()
    defer { receiver.stop() }
    let exporter = Self.exporter(receiver.port)
    exporter.add((0..<5).map { Self.span("s\($0)") })
    try await Self.withClient { await exporter.sendDue(with: $0) }
    let received = receiver.received
    #expect(received.count == 3)
    #expect(received.allSatisfy { $0.head.hasPrefix("POST /v1/traces HTTP/1.1\r\n") })
    #expect(received[0].field("content-type") == "application/json")
    #expect(received[0].field("x-tenant") == "t")
    #expect(received[0].text.contains(#""name":"s1""#) && !received[0].text.contains("s2"))
    #expect(exporter.counts.sent == 5 && exporter.waitingCount == 0)
  }

  @Test func `a receiver that is busy is asked again, one that refuses is not`() async throws {
    let receiver = HTTPReceiver("503 Busy\r\nRetry-After: 0", "200 OK", "400 Bad Request")
    defer { receiver.stop() }
    let complaints = Mutex<[String]>([])
    let exporter = Self.exporter(receiver.port) { text in complaints.withLock { $0.append(text) } }
    exporter.add((0..<4).map { Self.span("s\($0)") })
    try await Self.withClient { await exporter.sendDue(with: $0) }
    #expect(receiver.received.count == 3)
    #expect(exporter.counts.sent == 2 && exporter.counts.failed == 2)
    #expect(
      complaints.withLock { $0 } == ["the receiver of spans refused 2 of them with status 400"])
  }

  @Test func `what cannot be sent now stays for later`() async throws {
    let receiver = HTTPReceiver("429 Too Many\r\nRetry-After: 60")
    defer { receiver.stop() }
    let exporter = Self.exporter(receiver.port)
    exporter.add([Self.span("s")])
    try await Self.withClient {
      await exporter.sendDue(with: $0)
      await exporter.sendDue(with: $0)
    }
    #expect(receiver.received.count == 1 && exporter.waitingCount == 1)
  }

  @Test func `a partial success is counted`() async throws {
    let receiver = HTTPReceiver(body: #"{"partialSuccess":{"rejectedSpans":"1"}}"#)
    defer { receiver.stop() }
    let exporter = Self.exporter(receiver.port)
    exporter.add([Self.span("a"), Self.span("b")])
    try await Self.withClient { await exporter.sendDue(with: $0) }
    #expect(exporter.counts.sent == 1 && exporter.counts.failed == 1)
  }

  @Test func `errors are reported until the receiver has had enough`() async throws {
    let receiver = HTTPReceiver("200 OK", "429 Too Many\r\nX-Sentry-Rate-Limits: 60:error:key")
    defer { receiver.stop() }
    let address = try #require(SentryAddress("http://public@127.0.0.1:\(receiver.port)/7"))
    let reporter = ErrorReporter(
      address,
      from: SentryEnvelope.Origin(release: "1", environment: "test", instanceID: "i"),
      perMinute: 100, now: { 0 })
    for name in ["a", "b", "c", "c"] {
      reporter.report(ErrorEvent(type: "T", detail: name, logger: "l"))
    }
    try await Self.withClient { await reporter.sendWaiting(with: $0) }
    let received = receiver.received
    #expect(received.count == 2, "the third is kept back")
    #expect(received[0].head.hasPrefix("POST /api/7/envelope/ HTTP/1.1\r\n"))
    #expect(received[0].field("content-type") == "application/x-sentry-envelope")
    #expect(
      received[0].field("x-sentry-auth")
        == "Sentry sentry_version=7, sentry_client=floe/1, sentry_key=public")
    #expect(reporter.counts.sent == 1 && reporter.counts.failed == 2)
    #expect(reporter.counts.repeated == 1)
  }
}
