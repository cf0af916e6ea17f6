import Capabilities
import Credentials
import JSON
import Testing

@testable import Alerts

@Suite struct MessageTests {
  private let notice = AlertNotice(
    id: "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", source: "edge-1",
    event: AlertEvent(
      key: "component/database", phase: .firing, severity: .critical,
      summary: "database is failed",
      details: [AlertEvent.Detail("reason", "no <!channel> & @everyone")],
      at: Timestamp(seconds: 1_800_000_000)), repeatCount: 2)

  private func resolved() -> AlertNotice {
    var event = notice.event
    event.phase = .resolved
    return AlertNotice(id: "msg_x", source: "edge-1", event: event)
  }

  private func member(_ path: String, of bytes: [UInt8]) throws -> JSONValue? {
    var value = try JSONReader.read(bytes)
    for name in path.split(separator: ".") {
      guard case .object(let members) = value,
        let found = members.first(where: { $0.name == name })
      else { return nil }
      value = found.value
    }
    return value
  }

  @Test func `a signature is that of the specification's example`() throws {
    // The example of Standard Webhooks, "Signature scheme".
    let secret = try #require(WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
    let signature = secret.signature(
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330,
      body: Array(#"{"test": 2432232314}"#.utf8))
    #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
  }

  @Test(arguments: ["whsec_", "whsec_????", "short", "whsec_c2hvcnQ="])
  func `a key that is short or no base64 is none`(text: String) {
    #expect(WebhookSecret(text) == nil)
  }

  @Test func `a webhook says everything, and is signed over exactly what is sent`() throws {
    let secret = try #require(WebhookSecret("sixteen bytes and more"))
    let request = WebhookMessage(secret: secret).request(notice, at: 1_800_000_007)
    #expect(try member("type", of: request.body) == "alert.firing")
    #expect(try member("timestamp", of: request.body) == "2027-01-15T08:00:00Z")
    #expect(try member("data.key", of: request.body) == "component/database")
    #expect(try member("data.severity", of: request.body) == "critical")
    #expect(try member("data.repeatCount", of: request.body) == 2)
    let fields = Dictionary(uniqueKeysWithValues: request.fields.map { ($0.name, $0.value) })
    #expect(fields["webhook-id"] == notice.id)
    #expect(fields["webhook-timestamp"] == "1800000007")
    #expect(
      fields["webhook-signature"]
        == secret.signature(id: notice.id, timestamp: 1_800_000_007, body: request.body))
    #expect(WebhookMessage(secret: nil).request(notice, at: 0).fields.count == 2)
  }

  @Test func `text for people calls nobody by accident`() throws {
    let slack = SlackMessage.request(notice)
    guard case .string(let text)? = try member("text", of: slack.body) else {
      Issue.record("no text")
      return
    }
    #expect(text.hasPrefix("[critical] edge-1: database is failed\n"))
    #expect(text.contains("no &lt;!channel&gt; &amp; @everyone"))
    #expect(text.contains("noticed before: 2 times"))
    let discord = DiscordMessage.request(notice)
    #expect(try member("allowed_mentions.parse", of: discord.body) == .array([]))
  }

  @Test func `a text that is too long is cut where the receiver would refuse it`() throws {
    var event = notice.event
    event.details = (0..<100).map {
      AlertEvent.Detail("detail\($0)", String(repeating: "x", count: 500))
    }
    let long = AlertNotice(id: "msg_x", source: "edge-1", event: event)
    guard case .string(let text)? = try member("content", of: DiscordMessage.request(long).body)
    else {
      Issue.record("no content")
      return
    }
    #expect(text.count == 2000)
  }

  @Test func `a pager is triggered and resolved under one key`() throws {
    let message = PagerDutyMessage(routingKey: "R0UT1NGK3Y")
    let fired = message.request(notice).body
    #expect(try member("event_action", of: fired) == "trigger")
    #expect(try member("dedup_key", of: fired) == "edge-1/component/database")
    #expect(try member("payload.severity", of: fired) == "critical")
    #expect(try member("payload.source", of: fired) == "edge-1")
    let over = message.request(resolved()).body
    #expect(try member("event_action", of: over) == "resolve")
    #expect(try member("dedup_key", of: over) == "edge-1/component/database")
    #expect(try member("payload", of: over) == nil)
  }

  @Test func `mail has the headline as its subject`() {
    let mail = AlertMail.message(resolved(), to: "ops@example.com")
    #expect(mail.subject == "[resolved] edge-1: database is failed")
    #expect(mail.recipient == "ops@example.com")
    #expect(mail.body.contains("reason: "))
  }
}
