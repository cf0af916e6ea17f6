/// Sends messages to persons.
package protocol Mailer: Sendable {
  /// Hands a message over; returns once it is somebody else's to deliver.
  ///
  /// - Throws: when nobody took it.
  func send(_ message: MailMessage) async throws
}
