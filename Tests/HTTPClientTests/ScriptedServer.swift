import Glibc
import Locks
import TestSupport

/// A server on loopback that does on each connection what its script says, on a thread each.
final class ScriptedServer: Sendable {
  typealias Script = @Sendable (ServedConnection) -> Void

  let port: UInt16
  private let listener: Int32
  private let accepted = Mutex(0)

  /// Without a script nothing is ever accepted.
  init(backlog: Int32 = 512, script: Script?) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
    self.listener = listener
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutableBytes(of: &address) {
      let address = $0.baseAddress!.assumingMemoryBound(to: sockaddr.self)
      guard bind(listener, address, length) == 0, listen(listener, backlog) == 0,
        getsockname(listener, address, &length) == 0
      else { fatalError("no listener: errno \(errno)") }
    }
    port = UInt16(bigEndian: address.sin_port)
    guard let script else { return }
    BlockingThread.start { [self] in accept(script) }
  }

  /// Answers every request of every connection with the same bytes.
  convenience init(answering response: String) {
    self.init { connection in
      while connection.readHead() != nil, connection.send(response) {}
    }
  }

  func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

  var acceptedCount: Int { accepted.withLock { $0 } }

  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private func accept(_ script: @escaping Script) {
    while true {
      let descriptor = Glibc.accept(listener, nil, nil)
      guard descriptor >= 0 else { return }
      var on: Int32 = 1
      setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
      let index = accepted.withLock { count in
        defer { count += 1 }
        return count
      }
      BlockingThread.start { script(ServedConnection(index: index, descriptor: descriptor)) }
    }
  }
}
