import Glibc
import MailSubmission
import SMTPTesting
import TestSupport
import Testing

@Suite struct InternetMessageTests {
  private func message(
    from sender: String = "floe@example.com", to recipient: String = "ada@example.com",
    subject: String = "Hello", body: String = "x"
  ) -> InternetMessage? {
    InternetMessage(
      from: sender, to: recipient, subject: subject, body: body,
      date: "Fri, 15 Jan 2027 08:00:00 +0000", id: "1@example.com")
  }

  @Test func `a message has every field of RFC 5322 and lines that end as it wants`() throws {
    let text = try #require(message(body: "one\ntwo\r\nthree")).text
    #expect(
      text == """
        Date: Fri, 15 Jan 2027 08:00:00 +0000\r
        From: <floe@example.com>\r
        To: <ada@example.com>\r
        Subject: Hello\r
        Message-ID: <1@example.com>\r
        Auto-Submitted: auto-generated\r
        MIME-Version: 1.0\r
        Content-Type: text/plain; charset=utf-8\r
        Content-Transfer-Encoding: 8bit\r
        \r
        one\r
        two\r
        three\r

        """)
  }

  @Test func `nothing can be slipped into the head`() {
    #expect(message(to: "ada@example.com\r\nBcc: eve@example.com") == nil)
    #expect(message(to: "ada@example.com>, <eve@example.com") == nil)
    #expect(message(to: "ada@example.com, eve@example.com") == nil)
    #expect(message(subject: "Hello\nBcc: eve@example.com") == nil)
    #expect(message(subject: "Hällo") == nil)
    #expect(message(from: "") == nil)
    #expect(message(body: "a\rb") == nil && message(body: "a\u{0}b") == nil)
    #expect(message(body: String(repeating: "x", count: 999)) == nil)
  }

  @Test(arguments: [
    ("smtp://mail.example.com:587", true), ("smtps://mail.example.com", true),
    ("http://mail.example.com", false), ("smtp://user:secret@mail.example.com", false), ("", false),
    ("smtp://mail example.com", false),
  ])
  func `a server has an address of mail, its password elsewhere`(url: String, isTaken: Bool) {
    let server = MailServer(url: url, username: nil, password: nil, needsTLS: true)
    #expect((server != nil) == isTaken)
  }

  /// Sends a message to a server that takes it, or says why that failed.
  private func send(to server: ScriptedSMTPServer, needsTLS: Bool) async throws
    -> SubmissionFailure?
  {
    let wanted = try #require(
      MailServer(
        url: "smtp://127.0.0.1:\(server.port)", username: nil, password: nil, needsTLS: needsTLS))
    let hello = try #require(message())
    return await BlockingThread.run { () throws(Never) in
      defer { server.stop() }
      do throws(SubmissionFailure) {
        try SubmissionClient.send(hello, to: wanted)
        return nil
      } catch {
        return error
      }
    }
  }

  @Test func `without TLS nothing is sent where it is wanted`() async throws {
    #expect(try await send(to: ScriptedSMTPServer(), needsTLS: true) != nil)
  }

  @Test func `a proxy of the environment gets no mail to see`() async throws {
    // libcurl asks the environment at each transfer; this proxy would refuse the connection.
    for name in ["ALL_PROXY", "all_proxy"] { setenv(name, "http://127.0.0.1:1", 1) }
    let server = ScriptedSMTPServer()
    #expect(try await send(to: server, needsTLS: false) == nil)
    #expect(await server.next() != nil)
  }
}
