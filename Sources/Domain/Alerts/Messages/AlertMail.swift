package import Capabilities

/// An alert as mail.
package enum AlertMail {
  /// The longest subject, in characters.
  private static let subjectMax = 200

  /// The message of a notice to one recipient.
  package static func message(_ notice: AlertNotice, to recipient: String) -> MailMessage {
    MailMessage(
      to: recipient, subject: String(AlertText.headline(notice).prefix(subjectMax)),
      body: ([notice.event.summary, ""] + AlertText.details(notice)).joined(separator: "\n"))
  }
}
