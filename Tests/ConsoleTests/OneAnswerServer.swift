import Glibc
import TestSupport

/// A server on loopback that reads one request, answers with fixed bytes and closes.
final class OneAnswerServer: Sendable {
  /// Its address.
  var url: String { "http://127.0.0.1:\(listener.port)" }
  private let listener = LoopbackListener()

  init(_ answer: String) {
    listener.accept { connection in
      var bytes = [UInt8](repeating: 0, count: 8192)
      _ = read(connection, &bytes, bytes.count)
      _ = send(connection, answer, answer.utf8.count, Int32(MSG_NOSIGNAL))
      close(connection)
    }
  }

  deinit { listener.stop() }
}
