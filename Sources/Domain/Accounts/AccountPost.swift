internal import Capabilities

/// Hands messages to the mailer; what is not taken is counted and does not change an answer, since
/// the answer would tell that there was somebody to write to.
struct AccountPost: Sendable {
  let mailer: (any Mailer)?
  let tally: AccountsTally

  func send(_ message: MailMessage) async {
    guard let mailer else { return }
    do {
      try await mailer.send(message)
    } catch {
      tally.note(.mailFailed)
    }
  }
}
