import Capabilities
import EventLoops
import MailSubmission
import SMTPTesting
import Telemetry
import TestSupport
import Testing

@testable import Gateway

@Suite struct SubmissionMailerTests {
  private func with(
    _ refusals: [String], waitingMax: Int = 10,
    _ body: (SubmissionMailer, ScriptedSMTPServer) async throws -> Void
  ) async throws {
    let server = ScriptedSMTPServer(refusals: refusals)
    let pool = BlockingPool(threadsMax: 1, queueMax: 8)
    let mailer = SubmissionMailer(
      server: try #require(
        MailServer(
          url: "smtp://127.0.0.1:\(server.port)", username: nil, password: nil, needsTLS: false)),
      pool: pool, rendering: MailRendering(sender: "floe@example.com", now: { 1_800_000_000 }),
      waitingMax: waitingMax, logger: Logger(label: "test", handler: SilentLogHandler()),
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

  @Test func `only so many messages wait, and none is taken after the stop`() async throws {
    try await with([], waitingMax: 1) { mailer, _ in
      await mailer.stop()
      await #expect(throws: SubmissionMailer.NotTaken.self) { try await mailer.send(message) }
    }
  }
}
