import Glibc
import Locks
import TestSupport

/// OpenSSL's own server, which keeps what one client sends to it.
package final class TLSPeer: Sendable {
  /// Where it listens, on 127.0.0.1.
  package let port: UInt16
  private let directory: TemporaryDirectory
  private let child: pid_t
  private let leash: Int32
  /// An input that stays open: at its end the server would close the connection.
  private let input: Int32
  private let hasEnded = Mutex(false)

  private init(_ certificates: TestCertificates, arguments: [String]) {
    port = FreePorts.take()
    directory = TemporaryDirectory("tls")
    let ends = ChildProcess.pipeEnds()
    input = ends[1]
    child = ChildProcess.spawn(
      [
        "/usr/bin/openssl", "s_server", "-quiet", "-accept", "127.0.0.1:\(port)",
        "-cert", certificates.certificate, "-key", certificates.key,
      ] + arguments, input: ends[0], output: directory("received"))
    close(ends[0])
    leash = ChildProcess.leash(child, directory: directory.path)
  }

  deinit { end() }

  /// Starts it and returns when it accepts connections.
  package static func start(
    _ certificates: TestCertificates, _ arguments: String...
  ) async -> TLSPeer {
    await BlockingThread.run {
      let peer = TLSPeer(certificates, arguments: arguments)
      for _ in 0..<1000 {
        if FreePorts.isListening(peer.port) { return peer }
        usleep(5_000)
      }
      fatalError("openssl s_server does not start: \(peer.received)")
    }
  }

  /// Bytes that it has received so far, as text.
  package var received: String { ChildProcess.text(of: directory("received")) }

  /// Ends it.
  package func stop() async { await BlockingThread.run { self.end() } }

  private func end() {
    let isFirst = hasEnded.withLock { ended in
      defer { ended = true }
      return !ended
    }
    guard isFirst else { return }
    kill(child, SIGKILL)
    _ = ChildProcess.wait(for: child)
    ChildProcess.letGo(leash)
    close(input)
  }
}
