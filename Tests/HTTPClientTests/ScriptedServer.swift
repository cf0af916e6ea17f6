import Glibc
import Locks
import TestSupport

/// A server on loopback that does on each connection what its script says, on a thread each.
final class ScriptedServer: Sendable {
  typealias Script = @Sendable (ServedConnection) -> Void

  private let listener: LoopbackListener
  private let accepted = Mutex(0)

  /// Without a script nothing is ever accepted.
  init(backlog: Int32 = 512, script: Script?) {
    listener = LoopbackListener(backlog: backlog)
    guard let script else { return }
    listener.accept { [self] in serve($0, script) }
  }

  /// Answers every request of every connection with the same bytes.
  convenience init(answering response: String) {
    self.init { connection in
      while connection.readHead() != nil, connection.send(response) {}
    }
  }

  var port: UInt16 { listener.port }

  func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

  var acceptedCount: Int { accepted.withLock { $0 } }

  func stop() { listener.stop() }

  private func serve(_ descriptor: Int32, _ script: @escaping Script) {
    var on: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, 4)
    let index = accepted.withLock { count in
      defer { count += 1 }
      return count
    }
    BlockingThread.start { script(ServedConnection(index: index, descriptor: descriptor)) }
  }
}
