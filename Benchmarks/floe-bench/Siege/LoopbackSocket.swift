import Glibc

/// A socket that does not block, from an address of this machine's own network, so that one machine
/// stands for many.
struct LoopbackSocket {
  let descriptor: Int32

  /// Begins to connect to a port of 127.0.0.1; nil when the system has no more sockets.
  ///
  /// - Parameters:
  ///   - host: the address that it comes from, after 127, in host order.
  ///   - receiveBuffer: what the kernel takes in for it, in bytes.
  init?(from host: UInt32, to port: UInt16, receiveBuffer: Int32? = nil) {
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | O_CLOEXEC
    descriptor = socket(AF_INET, kind, 0)
    guard descriptor >= 0 else { return nil }
    var one: Int32 = 1
    unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, 4)
    // Many from one address leave no port behind.
    var abandon = linger(l_onoff: 1, l_linger: 0)
    unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_LINGER, &abandon, socklen_t(MemoryLayout<linger>.size))
    if var receiveBuffer {
      unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, 4)
    }
    let isBound = unsafe Self.with(0x7f00_0000 | host, 0) { unsafe bind(descriptor, $0, $1) } == 0
    let status = unsafe Self.with(0x7f00_0001, port) { unsafe connect(descriptor, $0, $1) }
    guard isBound, status == 0 || errno == EINPROGRESS else {
      Glibc.close(descriptor)
      return nil
    }
  }

  /// Sends what the kernel takes now; how much that was, or nil when the connection is over.
  func send(_ bytes: ArraySlice<UInt8>) -> Int? {
    let count = unsafe bytes.withUnsafeBytes {
      unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
    }
    if count >= 0 { return count }
    return [EAGAIN, EINTR, ENOTCONN].contains(errno) ? 0 : nil
  }

  /// Reads what is there, at most so much; empty when nothing is, nil when the connection is over.
  func receive(_ countMax: Int) -> [UInt8]? {
    var chunk = [UInt8](repeating: 0, count: countMax)
    let count = unsafe recv(descriptor, &chunk, chunk.count, 0)
    if count > 0 { return Array(chunk[..<count]) }
    if count < 0, [EAGAIN, EINTR, ENOTCONN].contains(errno) { return [] }
    return nil
  }

  func close() { Glibc.close(descriptor) }

  private static func with(
    _ address: UInt32, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    name.sin_addr.s_addr = address.bigEndian
    return unsafe withUnsafePointer(to: &name) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}
