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

  /// The server could not listen.
  package struct Failure: Error {}

  private struct State {
    var refusals: [String]
    var mails: [Mail] = []
  }

  private let state: Mutex<State>
  private let listener: Int32
  /// Where it listens.
  package let port: UInt16

  /// A server that answers the first recipients with these replies instead of taking them.
  package init(refusals: [String] = []) throws {
    state = Mutex(State(refusals: refusals))
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = listener
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(descriptor, pointer, length) == 0 && listen(descriptor, 8) == 0
          && getsockname(descriptor, pointer, &length) == 0
      }
    }
    guard isBound else { throw Failure() }
    port = UInt16(bigEndian: address.sin_port)
    let context = Unmanaged.passRetained(self).toOpaque()
    var thread = pthread_t()
    pthread_create(&thread, nil, scriptedSMTPThread, context)
    pthread_detach(thread)
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
  package func stop() {
    // The thread that accepts closes the descriptor: closed here, its number could be another's by
    // the time that it accepts again.
    shutdown(listener, Int32(SHUT_RDWR))
  }

  fileprivate func serve() {
    defer { close(listener) }
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { return }
      converse(connection)
      close(connection)
    }
  }

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

private func scriptedSMTPThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  Unmanaged<ScriptedSMTPServer>.fromOpaque(context!).takeRetainedValue().serve()
  return nil
}
