internal import Capabilities
internal import Credentials
internal import HTTP
internal import MailSubmission

/// Turns messages of capabilities into those that travel.
struct MailRendering: Sendable {
  /// A message that cannot be written as it is.
  struct Unwritable: Error {}

  let sender: String
  let now: @Sendable () -> Int64

  func message(_ message: MailMessage) throws(Unwritable) -> InternetMessage {
    let printed = [UInt8](capacity: HTTPDate.printedByteCount) { output in
      HTTPDate(seconds: now()).print(into: &output)
    }
    // RFC 5322 §3.3 has a number where HTTP has GMT, and is the same otherwise.
    let date = String(decoding: printed.dropLast(3), as: UTF8.self) + "+0000"
    let host = sender.split(separator: "@").last.map(String.init) ?? "localhost"
    guard
      let rendered = InternetMessage(
        from: sender, to: message.recipient, subject: message.subject, body: message.body,
        date: date, id: "\(SecureRandom.base62(22))@\(host)")
    else { throw Unwritable() }
    return rendered
  }
}
