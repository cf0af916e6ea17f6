import Capabilities
import Locks

/// Keeps the messages that were sent.
final class Mailbox: Mailer {
  private let kept = Mutex<[MailMessage]>([])

  func send(_ message: MailMessage) async throws { kept.withLock { $0.append(message) } }

  /// Every message, the oldest first.
  var messages: [MailMessage] { kept.withLock { $0 } }

  /// The token in the last message that has one.
  var token: String? {
    for message in messages.reversed() {
      guard let start = message.body.range(of: "flm_") else { continue }
      return String(
        message.body[start.lowerBound...].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }
    return nil
  }
}

extension String {
  fileprivate func range(of text: String) -> Range<Index>? { ranges(of: text).first }
}
