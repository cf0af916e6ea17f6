internal import Capabilities
internal import EventLoops
internal import Glibc
internal import MailSubmission
internal import Settings
internal import Telemetry

/// How mail is sent, as the settings say.
struct MailWiring: Sendable {
  /// Who delivers mail; nil when nobody does.
  let mailer: (any Mailer)?
  /// Hands mail to a server, where one is set.
  private let courier: SubmissionMailer?

  /// - Throws: `MailServerMalformed` when the mail server makes no sense.
  init(
    _ settings: GatewaySettings, pool: BlockingPool, gate: DependencyGate, logger: Logger
  ) throws {
    let mail = settings.mail
    let rendering = MailRendering(sender: mail.sender, now: { Int64(time(nil)) })
    switch mail.transport {
    case .off:
      courier = nil
      mailer = nil
    case .folder:
      courier = nil
      mailer = FolderMailer(
        directory: settings.dataDirectory, pool: pool, rendering: rendering, logger: logger)
    case .smtp:
      guard
        let server = MailServer(
          url: mail.url ?? "", username: mail.username, password: mail.password,
          needsTLS: mail.needsTLS)
      else { throw MailServerMalformed() }
      let courier = SubmissionMailer(
        server: server, pool: pool, rendering: rendering, waitingMax: mail.queueMax,
        gate: gate, logger: logger)
      self.courier = courier
      mailer = courier
    }
  }

  /// Sends a message at once and says how that went; nil when nobody delivers mail.
  var direct: (@Sendable (MailMessage) async throws -> Void)? {
    if let courier { return { try await courier.deliverNow($0) } }
    guard let mailer else { return nil }
    return { try await mailer.send($0) }
  }

  /// Ends what is under way.
  func stop() async { await courier?.stop() }
}
