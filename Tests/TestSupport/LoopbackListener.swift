import Glibc
import Locks

/// A listening socket of a test on loopback, on a port that the system chooses.
///
/// Whoever accepts closes the descriptor, at the end: closed by another, its number would be
/// another test's by the time that it accepts again, and that test would lose its connections.
package final class LoopbackListener: Sendable {
  private enum State { case open, accepting, closed }

  /// Where it listens.
  package let port: UInt16
  private let descriptor: Int32
  private let state = Mutex(State.open)

  /// Listens at once; connections wait in a queue of this length.
  package init(backlog: Int32 = 8) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutableBytes(of: &address) {
      let address = $0.baseAddress!.assumingMemoryBound(to: sockaddr.self)
      guard bind(descriptor, address, length) == 0, listen(descriptor, backlog) == 0,
        getsockname(descriptor, address, &length) == 0
      else { fatalError("no listener: errno \(errno)") }
    }
    self.descriptor = descriptor
    port = UInt16(bigEndian: address.sin_port)
  }

  /// Passes each connection to `serve`, on a thread of its own, until `stop`; once at most.
  package func accept(_ serve: @escaping @Sendable (Int32) -> Void) {
    state.withLock { $0 = .accepting }
    BlockingThread.start { [self] in
      while true {
        let connection = Glibc.accept(descriptor, nil, nil)
        guard connection >= 0 else { break }
        serve(connection)
      }
      close()
    }
  }

  /// Refuses connections from now on, and ends the thread that accepts.
  package func stop() {
    let isIdle = state.withLock { state in
      if state == .accepting { shutdown(descriptor, Int32(SHUT_RDWR)) }
      return state == .open
    }
    if isIdle { close() }
  }

  private func close() {
    state.withLock { state in
      guard state != .closed else { return }
      state = .closed
      Glibc.close(descriptor)
    }
  }
}
