/// Why a server has not taken a message; says nothing of passwords.
package struct SubmissionFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What libcurl says, in its words.
  package let message: String
  /// The server's last reply (RFC 5321 §4.2); 0 when there was none.
  package let reply: Int
  /// Whether trying again may help: there was no answer, or one of "not now" (4xx).
  package var isTemporary: Bool { reply < 500 }

  /// A failure.
  package init(message: String, reply: Int) {
    self.message = message
    self.reply = reply
  }

  package var description: String { reply > 0 ? "\(message) (reply \(reply))" : message }
}
