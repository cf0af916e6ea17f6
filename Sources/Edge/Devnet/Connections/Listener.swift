import Glibc

/// A listening TCP socket on 127.0.0.1.
struct Listener: Sendable {
  private let descriptor: FileDescriptor

  /// The port that the kernel gave, or the one asked for.
  let port: UInt16

  /// Binds and listens; port 0 lets the kernel choose.
  init(port: UInt16) throws(SystemCallError) {
    let call = "listen on 127.0.0.1:\(port)"
    let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let number = socket(AF_INET, type, 0)
    guard number >= 0 else { throw SystemCallError(call) }
    let descriptor = FileDescriptor(number: number)
    descriptor.set(SO_REUSEADDR, Int32(1))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let failed = unsafe withUnsafeMutablePointer(to: &address) { typed in
      unsafe typed.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(number, $0, length) != 0 || listen(number, 512) != 0
          || getsockname(number, $0, &length) != 0
      }
    }
    if failed {
      let failure = SystemCallError(call)
      descriptor.close()
      throw failure
    }
    self.descriptor = descriptor
    self.port = UInt16(bigEndian: address.sin_port)
  }

  /// Waits for the next connection; nil once `end()` was called.
  func accept() -> FileDescriptor? {
    while true {
      let number = Glibc.accept(descriptor.number, nil, nil)
      if number >= 0 {
        let accepted = FileDescriptor(number: number)
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
        var one: Int32 = 1
        _ = unsafe setsockopt(
          number, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        return accepted
      }
      switch errno {
      case EINTR, ECONNABORTED, EPROTO: continue
      case EMFILE, ENFILE, ENOBUFS, ENOMEM: usleep(20_000)
      default: return nil
      }
    }
  }

  /// Wakes the thread that accepts and refuses what comes after.
  func end() {
    descriptor.shutdownBoth()
  }

  /// Frees the port; only after the thread that accepts has ended.
  func close() {
    descriptor.close()
  }
}
