import Glibc
import TestSupport

/// How a connection ends after a request: it tells a reset from an orderly end and from silence.
enum LastWords {
  enum Ending: Sendable {
    case closed
    case reset

    /// Nothing came for a while, with the connection still open.
    case silent
  }

  /// Sends a request and reads until the connection ends or falls silent.
  static func after(
    _ request: [UInt8], port: UInt16
  ) async throws -> (bytes: [UInt8], ending: Ending) {
    await BlockingThread.run {
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(descriptor) }
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      _ = withUnsafeBytes(of: &address) {
        connect(
          descriptor, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
      }
      _ = send(descriptor, request, request.count, Int32(MSG_NOSIGNAL))
      var bytes: [UInt8] = []
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      while poll(&entry, 1, 250) > 0 {
        var piece = [UInt8](repeating: 0, count: 4_096)
        let count = recv(descriptor, &piece, piece.count, 0)
        if count < 0 { return (bytes, .reset) }
        if count == 0 { return (bytes, .closed) }
        bytes += piece[..<count]
      }
      return (bytes, .silent)
    }
  }
}
