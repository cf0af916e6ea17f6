import Alerts
import Capabilities
import EventLoops
import JSON
import MailSubmission
import Resilience
import SMTPTesting
import Settings
import Telemetry
import TestSupport
import Testing

@testable import Gateway

/// Every sink against a receiver of its own, over real sockets.
@Suite struct AlertSinkTests {
  private func settings(_ adjust: (inout AlertsSettings) -> Void) throws -> AlertsSettings {
    var settings = try SettingsSources(
      environment: ["FLOE_ENVIRONMENT": "test"], presets: EnvironmentPresets.all
    ).load(GatewaySettings.self).settings.alerts
    settings.isPlainAllowed = true
    settings.retryTime = .milliseconds(1)
    settings.timeout = .seconds(20)
    adjust(&settings)
    return settings
  }

  private func event(
    _ phase: AlertEvent.Phase = .firing, key: String = "component/database"
  ) -> AlertEvent {
    AlertEvent(
      key: key, phase: phase, severity: .critical, summary: "database is failed",
      details: [AlertEvent.Detail("reason", "it does not answer")],
      at: Timestamp(seconds: 1_800_000_000))
  }

  private func with(
    _ adjust: (inout AlertsSettings) -> Void, breaker: CircuitBreaker.Limits = .init(),
    mail: (@Sendable (MailMessage) async throws -> Void)? = nil,
    _ body: (AlertsWiring) async throws -> Void
  ) async throws {
    let wiring = try AlertsWiring(
      try settings(adjust), breaker: breaker, mail: mail,
      logger: Logger(label: "test", handler: SilentLogHandler()))
    await wiring.start()
    try await body(wiring)
    await wiring.stop()
  }

  @Test func `a webhook gets a signed message, and another when it is over`() async throws {
    let receiver = RequestRecorder()
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    try await with {
      $0.webhookURL = receiver.url
      $0.webhookSecret = secret
    } _: { wiring in
      wiring.dispatcher.raise(event())
      wiring.dispatcher.raise(event())
      let first = try #require(await receiver.first { _ in true })
      wiring.dispatcher.raise(event(.resolved))
      #expect(await receiver.received(2))
      #expect(first.lines.first == "POST /hook/t0ken-0f-the-receiver HTTP/1.1")
      #expect(first.value("content-type") == "application/json")
      let id = try #require(first.value("webhook-id"))
      let timestamp = try #require(first.value("webhook-timestamp").flatMap { Int64($0) })
      #expect(
        first.value("webhook-signature")
          == WebhookSecret(secret)?.signature(id: id, timestamp: timestamp, body: first.body))
      #expect(first.text.contains(#""type":"alert.firing""#))
      #expect(receiver.requests[1].text.contains(#""type":"alert.resolved""#))
      #expect(receiver.requests[1].value("webhook-id") != id)
    }
    // What was raised twice was told once.
    #expect(receiver.requests.count == 2)
    receiver.stop()
  }

  @Test func `Slack, Discord and PagerDuty each get their form`() async throws {
    let (slack, discord, pager) = (
      RequestRecorder(), RequestRecorder([204]), RequestRecorder([202])
    )
    try await with {
      $0.slackURL = slack.url
      $0.discordURL = discord.url
      $0.pagerDutyKey = "R0UT1NGK3Y0123456789"
      $0.pagerDutyURL = pager.url
    } _: { wiring in
      wiring.dispatcher.raise(event())
      let text = "[critical] floe: database is failed\\nreason: it does not answer"
      #expect(await slack.first { $0.text.hasPrefix("{\"text\":\"\(text)") } != nil)
      #expect(await discord.first { $0.text.hasPrefix("{\"content\":\"\(text)") } != nil)
      let paged = await pager.first { _ in true }
      #expect(paged?.text.contains(#""event_action":"trigger""#) == true)
      #expect(paged?.text.contains(#""routing_key":"R0UT1NGK3Y0123456789""#) == true)
      #expect(paged?.text.contains(#""dedup_key":"floe/component/database""#) == true)
    }
    for receiver in [slack, discord, pager] { receiver.stop() }
  }

  @Test func `mail goes to everybody who is named`() async throws {
    let server = ScriptedSMTPServer()
    let pool = BlockingPool(threadsMax: 1, queueMax: 8)
    let mailer = SubmissionMailer(
      server: try #require(
        MailServer(
          url: "smtp://127.0.0.1:\(server.port)", username: nil, password: nil, needsTLS: false)),
      pool: pool, rendering: MailRendering(sender: "floe@example.com", now: { 1_800_000_000 }),
      waitingMax: 10, gate: DependencyGate("mail", limits: .init()),
      logger: Logger(label: "test", handler: SilentLogHandler()))
    try await with({ $0.mailTo = ["ada@example.com", "bob@example.com"] }, mail: mailer.deliverNow)
    {
      wiring in
      wiring.dispatcher.raise(event())
      let mails = [await server.next(), await server.next()]
      #expect(mails.map { $0?.recipient } == ["ada@example.com", "bob@example.com"])
      #expect(mails[0]?.text.contains("Subject: [critical] floe: database is failed\r\n") == true)
    }
    await mailer.stop()
    pool.stop()
    await BlockingThread.run { () throws(Never) in server.stop() }
  }

  @Test func `a receiver that is busy is asked again, with the same id`() async throws {
    let receiver = RequestRecorder([503, 429, 500])
    try await with {
      $0.webhookURL = receiver.url
    } _: { wiring in
      wiring.dispatcher.raise(event())
      #expect(await receiver.received(4))
      #expect(Set(receiver.requests.map { $0.value("webhook-id") }).count == 1)
    }
    receiver.stop()
  }

  @Test func `a receiver that says no is not asked again, and the next alert goes`() async throws {
    let receiver = RequestRecorder([404])
    try await with {
      $0.webhookURL = receiver.url
    } _: { wiring in
      wiring.dispatcher.raise(event(key: "a"))
      wiring.dispatcher.raise(event(key: "b"))
      #expect(await receiver.first { $0.text.contains(#""key":"b""#) } != nil)
      #expect(wiring.couriers[0].counts.dropped == 1)
    }
    #expect(receiver.requests.count == 2)
    receiver.stop()
  }

  @Test func `a receiver that is dead does not delay another, and its breaker opens`() async throws
  {
    let dead = LoopbackListener()
    dead.stop()
    let receiver = RequestRecorder()
    var breaker = CircuitBreaker.Limits()
    breaker.failures = 2
    try await with(
      {
        $0.slackURL = "http://127.0.0.1:\(dead.port)/"
        $0.webhookURL = receiver.url
      }, breaker: breaker
    ) { wiring in
      for number in 0..<5 { wiring.dispatcher.raise(event(key: "\(number)")) }
      #expect(await receiver.received(5))
      let courier = try #require(wiring.couriers.first { $0.sink.name == "slack" })
      for _ in 0..<2000 where courier.report.state != .open {
        try await Task.sleep(for: .milliseconds(5))
      }
      #expect(courier.report.state == .open)
      #expect(courier.report.name == "alerts.slack")
    }
    receiver.stop()
  }

  @Test func `a redirect is not followed`() async throws {
    let elsewhere = RequestRecorder()
    let receiver = RequestRecorder([302], fields: "Location: \(elsewhere.url)\r\n")
    try await with {
      $0.slackURL = receiver.url
    } _: { wiring in
      let sink = try #require(wiring.sinks.first)
      let notice = AlertNotice(id: "msg_x", source: "floe", event: event())
      await #expect(throws: AlertFailure.self) { try await sink.deliver(notice) }
    }
    #expect(elsewhere.requests.isEmpty)
    receiver.stop()
    elsewhere.stop()
  }

  @Test func `what goes wrong is said without the address, which is a secret`() async throws {
    let receiver = RequestRecorder([500])
    let dead = LoopbackListener()
    dead.stop()
    try await with {
      $0.slackURL = receiver.url
      $0.webhookURL = "http://127.0.0.1:\(dead.port)/hook/t0ken"
    } _: { wiring in
      let notice = AlertNotice(id: "msg_x", source: "floe", event: event())
      for sink in wiring.sinks {
        do throws(AlertFailure) {
          _ = try await sink.deliver(notice)
          Issue.record("\(sink.name) took it")
        } catch {
          #expect(!error.description.contains("t0ken"))
          #expect(!error.description.contains("127.0.0.1"))
        }
      }
    }
    receiver.stop()
  }
}
