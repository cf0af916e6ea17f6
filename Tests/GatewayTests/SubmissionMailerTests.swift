import Capabilities
import EventLoops
import MailSubmission
import Resilience
import SMTPTesting
import Telemetry
import TestSupport
import Testing

@testable import Gateway

@Suite struct SubmissionMailerTests {
  private func with(
    _ refusals: [String], waitingMax: Int = 10,
    gate: DependencyGate = DependencyGate("mail", limits: CircuitBreaker.Limits()),
    _ body: (SubmissionMailer, ScriptedSMTPServer) async throws -> Void
  ) async throws {
    let server = ScriptedSMTPServer(refusals: refusals)
    let pool = BlockingPool(threadsMax: 1, queueMax: 8)
    let mailer = SubmissionMailer(
      server: try #require(
        MailServer(
          url: "smtp://127.0.0.1:\(server.port)", username: nil, password: nil, needsTLS: false)),
      pool: pool, rendering: MailRendering(sender: "floe@example.com", now: { 1_800_000_000 }),
      waitingMax: waitingMax, gate: gate,
      logger: Logger(label: "test", handler: SilentLogHandler()),
      pause: { _ in })
    try await body(mailer, server)
    await mailer.stop()
    pool.stop()
    await BlockingThread.run { () throws(Never) in server.stop() }
  }

  private let message = MailMessage(
    to: "ada@example.com", subject: "Confirm", body: "First line.\n.\nLast line: ä.")

  @Test func `a message arrives whole, with what every message has`() async throws {
    try await with([]) { mailer, server in
      try await mailer.send(message)
      let mail = try #require(await server.next())
      #expect(mail.sender == "floe@example.com" && mail.recipient == "ada@example.com")
      #expect(mail.text.contains("Date: Fri, 15 Jan 2027 08:00:00 +0000\r\n"))
      #expect(mail.text.contains("Subject: Confirm\r\n"))
      #expect(mail.text.hasSuffix("\r\n\r\nFirst line.\r\n.\r\nLast line: ä.\r\n"))
    }
  }

  @Test func `a server that says not now is asked again`() async throws {
    try await with(["451 later", "421 busy"]) { mailer, server in
      try await mailer.send(message)
      let mail = await server.next()
      #expect(mail?.recipient == "ada@example.com")
    }
  }

  @Test func `a message that is refused for good is dropped, and the next one goes`() async throws {
    try await with(["550 no such user"]) { mailer, server in
      try await mailer.send(message)
      try await mailer.send(MailMessage(to: "eve@example.com", subject: "Second", body: "x"))
      let mail = await server.next()
      #expect(mail?.recipient == "eve@example.com")
    }
  }

  @Test func `a server that refuses is there, and keeps its breaker closed`() async throws {
    var limits = CircuitBreaker.Limits()
    limits.failures = 1
    let gate = DependencyGate("mail", limits: limits)
    try await with(["451 later", "550 no such user"], gate: gate) { mailer, server in
      try await mailer.send(message)
      try await mailer.send(MailMessage(to: "eve@example.com", subject: "Second", body: "x"))
      #expect(await server.next()?.recipient == "eve@example.com")
      #expect(gate.report.state == .closed)
    }
  }

  @Test func `a server that is away opens its breaker, and what waits is kept`() async throws {
    let away = LoopbackListener()
    away.stop()
    let pool = BlockingPool(threadsMax: 1, queueMax: 8)
    var limits = CircuitBreaker.Limits()
    limits.failures = 2
    let gate = DependencyGate("mail", limits: limits)
    let mailer = SubmissionMailer(
      server: try #require(
        MailServer(
          url: "smtp://127.0.0.1:\(away.port)", username: nil, password: nil, needsTLS: false)),
      pool: pool, rendering: MailRendering(sender: "floe@example.com", now: { 1_800_000_000 }),
      waitingMax: 2, gate: gate, logger: Logger(label: "test", handler: SilentLogHandler()),
      pause: { _ in })
    try await mailer.send(message)
    for _ in 0..<6000 where gate.report.state != .open {
      try await Task.sleep(for: .milliseconds(5))
    }
    #expect(gate.report.state == .open)
    #expect(gate.report.openedCount == 1)
    await #expect(throws: SubmissionMailer.NotTaken.self) { try await mailer.deliverNow(message) }
    // The first message is in the courier's hands, so two more may wait.
    for _ in 0..<2 { try await mailer.send(message) }
    await #expect(throws: SubmissionMailer.NotTaken.self) { try await mailer.send(message) }
    await mailer.stop()
    pool.stop()
  }

  @Test func `only so many messages wait, and none is taken after the stop`() async throws {
    try await with([], waitingMax: 1) { mailer, _ in
      await mailer.stop()
      await #expect(throws: SubmissionMailer.NotTaken.self) { try await mailer.send(message) }
    }
  }
}
