import JSON
import Testing
import Traces

@testable import TelemetryExport

@Suite struct SentryTests {
  private static let second: UInt64 = 1_000_000_000

  @Test(arguments: [
    ("https://k@o1.ingest.sentry.example/42", "https://o1.ingest.sentry.example/api/42/envelope/"),
    ("http://k:old@127.0.0.1:9000/p", "http://127.0.0.1:9000/api/p/envelope/"),
    ("https://k@host/a/b/7", "https://host/a/b/api/7/envelope/"),
  ])
  func `a DSN says where envelopes go`(dsn: String, endpoint: String) throws {
    let address = try #require(SentryAddress(dsn))
    #expect(address.endpoint == endpoint)
    #expect(address.publicKey == "k")
  }

  @Test(arguments: [
    "", "https://host/1", "https://@host/1", "https://k@host", "https://k@host/", "https://k@/1",
    "ftp://k@host/1", "https://k@host/1?x", "https://k@host/1#x", "https://k@host/a b",
    "https://k e@host/1", "https://k@ho@st/1",
  ])
  func `anything else is none`(dsn: String) {
    #expect(SentryAddress(dsn) == nil)
  }

  @Test func `an envelope has three lines and the length of the third`() throws {
    let event = ErrorEvent(
      type: "Persistence.DatabaseFailure", detail: "code=unavailable", logger: "floe.http",
      route: "GET /users/profile", requestID: "client-made",
      traceID: TraceID(high: 1, low: 2), spanID: SpanID(3))
    let envelope = SentryEnvelope(
      event, id: "00000000000000010000000000000002", at: 1_795_529_000_123, repetitions: 4,
      from: SentryEnvelope.Origin(release: "0.1.0", environment: "staging", instanceID: "i"))
    let lines = envelope.bytes.split(separator: 0x0a).map(Array.init)
    #expect(lines.count == 3)
    let header = String(decoding: lines[1], as: UTF8.self)
    #expect(
      header == #"{"type":"event","content_type":"application/json","length":\#(lines[2].count)}"#)
    let payload = String(decoding: lines[2], as: UTF8.self)
    for part in [
      #""event_id":"00000000000000010000000000000002""#, #""timestamp":1795529000.123"#,
      #""release":"floe@0.1.0""#, #""environment":"staging""#,
      #""transaction":"GET /users/profile""#, #""request_id":"client-made""#,
      #""type":"Persistence.DatabaseFailure","value":"code=unavailable""#,
      #""trace_id":"00000000000000010000000000000002","span_id":"0000000000000003""#,
      #""repetitions":4"#,
    ] {
      #expect(payload.contains(part), "\(part) in \(payload)")
    }
    _ = try JSONReader.read(lines[2])
  }

  @Test(
    arguments: [
      ("60:error:organization", 60), ("60::organization", 60), ("60:transaction;error:key", 60),
      ("60:transaction:key", nil), ("2.5:default:key", 3), ("1:error:a, 9::b,5:error:c", 9),
      ("soon:error:a", nil), ("", nil), ("99999999999:error:a", 86_400),
    ] as [(String, Int64?)])
  func `limits for errors are told from others`(list: String, seconds: Int64?) {
    #expect(SentryLimits.seconds(ofErrors: list) == seconds)
  }

  @Test func `a limit is kept until it is over`() {
    var limits = SentryLimits()
    limits.note(status: 200, rateLimits: "10:error:x", retryAfter: nil, at: 0)
    #expect(!limits.allows(at: 10 * Self.second - 1) && limits.allows(at: 10 * Self.second))
    limits.note(status: 429, rateLimits: nil, retryAfter: "5", at: 20 * Self.second)
    #expect(!limits.allows(at: 24 * Self.second) && limits.allows(at: 25 * Self.second))
    limits.note(status: 429, rateLimits: nil, retryAfter: nil, at: 30 * Self.second)
    #expect(!limits.allows(at: 89 * Self.second) && limits.allows(at: 90 * Self.second))
    limits.note(status: 429, rateLimits: "10:transaction:x", retryAfter: "5", at: 100 * Self.second)
    #expect(limits.allows(at: 100 * Self.second))
  }

  private static func event(_ detail: String) -> ErrorEvent {
    ErrorEvent(type: "T", detail: detail, logger: "l")
  }

  @Test func `the same error is reported once a minute, with its repetitions`() {
    var queue = ReportQueue(perMinute: 10)
    for _ in 0..<5 { queue.add(Self.event("a"), at: 1, milliseconds: 0) }
    #expect(queue.next()?.repetitions == 0)
    #expect(queue.next() == nil && queue.counts.repeated == 4)
    queue.add(Self.event("a"), at: 61 * Self.second, milliseconds: 0)
    #expect(queue.next()?.repetitions == 4)
  }

  @Test func `no more are reported in a minute than are wanted`() {
    var queue = ReportQueue(perMinute: 3)
    for index in 0..<5 { queue.add(Self.event("\(index)"), at: 1, milliseconds: 0) }
    #expect(queue.count == 3 && queue.counts.limited == 2)
    queue.add(Self.event("later"), at: 61 * Self.second, milliseconds: 0)
    #expect(queue.count == 4)
  }

  @Test func `what waits is bounded`() {
    var queue = ReportQueue(perMinute: 1000)
    for index in 0..<1000 { queue.add(Self.event("\(index)"), at: 1, milliseconds: 0) }
    #expect(queue.count == ReportQueue.waitingMax)
  }

  private enum Plain: Error { case simple, carrying(String) }
  private struct Composed: Error {
    let code = Plain.simple
    let text = "postgres://user:password@host"
  }
  private enum Nested: Error { case outer(Composed) }
  private enum Talkative: Error, CustomStringConvertible {
    case secret
    var description: String { "password" }
  }

  @Test func `an error tells names and never values`() {
    #expect(ErrorNames.detail(of: Plain.simple) == "simple")
    #expect(ErrorNames.detail(of: Plain.carrying("10.0.0.1")) == "carrying")
    #expect(ErrorNames.detail(of: Composed()) == "code=simple")
    #expect(ErrorNames.detail(of: Nested.outer(Composed())) == "outer(code=simple)")
    #expect(ErrorNames.detail(of: Talkative.secret) == "no details")
    #expect(ErrorNames.type(of: Composed()).contains("Composed"))
  }
}
