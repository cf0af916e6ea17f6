import Glibc
import TestSupport

/// A server on loopback that reads one request, answers with fixed bytes and closes.
final class OneAnswerServer: Sendable {
  /// Its address.
  let url: String
  private let listener: Int32

  init(_ answer: String) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
    self.listener = listener
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutableBytes(of: &address) {
      let address = $0.baseAddress!.assumingMemoryBound(to: sockaddr.self)
      guard bind(listener, address, length) == 0, listen(listener, 8) == 0,
        getsockname(listener, address, &length) == 0
      else { fatalError("no listener: errno \(errno)") }
    }
    url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
    BlockingThread.start { Self.serve(listener, answer) }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private static func serve(_ listener: Int32, _ answer: String) {
    while true {
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { return }
      var bytes = [UInt8](repeating: 0, count: 8192)
      _ = read(connection, &bytes, bytes.count)
      _ = send(connection, answer, answer.utf8.count, Int32(MSG_NOSIGNAL))
      close(connection)
    }
  }
}
