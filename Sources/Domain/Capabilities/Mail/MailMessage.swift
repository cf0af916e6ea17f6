/// A message to a person, in plain text.
package struct MailMessage: Hashable, Sendable {
  /// The address it goes to, without a name.
  package let recipient: String
  package let subject: String
  package let body: String

  /// A message.
  package init(to recipient: String, subject: String, body: String) {
    self.recipient = recipient
    self.subject = subject
    self.body = body
  }
}
