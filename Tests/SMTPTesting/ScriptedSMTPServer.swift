internal import Glibc
internal import Locks
internal import TestSupport

/// A mail server on loopback that takes one message after the other, or says no as often as it was
/// told to.
package final class ScriptedSMTPServer: Sendable {
  /// A message as it came.
  package struct Mail: Sendable {
    package let sender: String
    package let recipient: String
    package let text: String
  }

  private struct State {
    var refusals: [String]
    var mails: [Mail] = []
  }

  private let state: Mutex<State>
  private let listener = LoopbackListener()
  /// Where it listens.
  package var port: UInt16 { listener.port }

  /// A server that answers the first recipients with these replies instead of taking them.
  package init(refusals: [String] = []) {
    state = Mutex(State(refusals: refusals))
    listener.accept { [self] connection in
      converse(connection)
      close(connection)
    }
  }

  /// The next message, waited for; nil when none comes within a minute.
  package func next() async -> Mail? {
    await BlockingThread.run { [self] () throws(Never) in
      for _ in 0..<12_000 {
        let mail = state.withLock { $0.mails.isEmpty ? nil : $0.mails.removeFirst() }
        if let mail { return mail }
        usleep(5000)
      }
      return nil
    }
  }

  /// Ends the server.
  package func stop() { listener.stop() }

  /// RFC 5321 §3, as far as a sender needs it.
  private func converse(_ connection: Int32) {
    var reader = LineReader(descriptor: connection)
    var sender = ""
    var recipient = ""
    reader.reply("220 test")
    while let line = reader.line() {
      let verb = line.prefix(4).uppercased()
      switch verb {
      case "EHLO": reader.reply("250-test\r\n250 8BITMIME")
      case "MAIL":
        sender = Self.address(line)
        reader.reply("250 ok")
      case "RCPT":
        recipient = Self.address(line)
        let refusal = state.withLock { $0.refusals.isEmpty ? nil : $0.refusals.removeFirst() }
        reader.reply(refusal ?? "250 ok")
      case "DATA":
        reader.reply("354 go on")
        guard let text = reader.content() else { return }
        state.withLock { $0.mails.append(Mail(sender: sender, recipient: recipient, text: text)) }
        reader.reply("250 taken")
      case "QUIT":
        reader.reply("221 bye")
        return
      default: reader.reply("250 ok")
      }
    }
  }

  private static func address(_ line: String) -> String {
    guard let start = line.firstIndex(of: "<"), let end = line.firstIndex(of: ">") else {
      return ""
    }
    return String(line[line.index(after: start)..<end])
  }
}
