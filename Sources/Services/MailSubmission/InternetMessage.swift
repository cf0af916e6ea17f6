/// A message in plain text as it travels (RFC 5322, RFC 6532 for its body).
package struct InternetMessage: Hashable, Sendable {
  /// Bytes of a line at most, without its end (RFC 5322 §2.1.1).
  static let lineCountMax = 998

  /// Who sends it and who gets it: addresses without names.
  package let sender: String
  package let recipient: String
  let bytes: [UInt8]

  /// A message; nil when a part of its head could not be written as it is: a line break or anything
  /// else outside visible ASCII, or a line of the body that is too long.
  ///
  /// - Parameters:
  ///   - date: as RFC 5322 §3.3 writes it.
  ///   - id: unique, without the angle brackets.
  package init?(
    from sender: String, to recipient: String, subject: String, body: String, date: String,
    id: String
  ) {
    for text in [sender, recipient, subject, date, id] {
      guard !text.isEmpty, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }),
        text.utf8.count < 900
      else { return nil }
    }
    for address in [sender, recipient] {
      guard !address.utf8.contains(where: { [0x20, 0x3C, 0x3E, 0x2C].contains($0) }) else {
        return nil
      }
    }
    let lines = body.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" })
    guard
      lines.allSatisfy({
        $0.utf8.count <= Self.lineCountMax && !$0.utf8.contains(13) && !$0.utf8.contains(0)
      })
    else { return nil }
    self.sender = sender
    self.recipient = recipient
    let head = [
      "Date: \(date)", "From: <\(sender)>", "To: <\(recipient)>", "Subject: \(subject)",
      "Message-ID: <\(id)>", "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "",
    ]
    bytes = Array((head + lines.map(String.init) + [""]).joined(separator: "\r\n").utf8)
  }

  /// The whole message, for a file.
  package var text: String { String(decoding: bytes, as: UTF8.self) }
}
