internal import Alerts
internal import Capabilities
internal import MailSubmission

/// A sink that is mail to some people.
struct MailAlertSink: AlertSink {
  let name = "mail"
  let recipients: [String]
  /// Sends a message now.
  let send: @Sendable (MailMessage) async throws -> Void

  func deliver(_ notice: AlertNotice) async throws(AlertFailure) -> String {
    var failure: AlertFailure?
    var takenCount = 0
    for recipient in recipients {
      do {
        try await send(AlertMail.message(notice, to: recipient))
        takenCount += 1
      } catch let error as SubmissionFailure {
        failure = AlertFailure(
          error.description, isTemporary: error.isTemporary, hasAnswered: error.reply > 0)
      } catch is SubmissionMailer.NotTaken {
        failure = AlertFailure("the mail server is left alone for a while", isTemporary: true)
      } catch {
        failure = AlertFailure("\(error)", isTemporary: true)
      }
    }
    // Somebody has it: trying again would send it to them twice.
    if let failure, takenCount == 0 { throw failure }
    return "handed over for \(takenCount) of \(recipients.count)"
  }
}
