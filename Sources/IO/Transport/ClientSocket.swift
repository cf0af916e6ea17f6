internal import Bytes
internal import CLinux
internal import Glibc

/// Sockets that begin to connect and do not wait for it.
package enum ClientSocket {
  /// A socket on its way to an address; the caller owns it.
  package static func open(_ address: SocketAddress) throws(ClientStreamFailure) -> Int32 {
    let descriptor = try make(address.peer.isIPv4 ? AF_INET : AF_INET6)
    var isOn: Int32 = 1
    unsafe _ = setsockopt(
      descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &isOn, socklen_t(MemoryLayout<Int32>.size))
    // A server that is cut off from the network answers no probe, and the connection breaks.
    unsafe _ = setsockopt(
      descriptor, SOL_SOCKET, SO_KEEPALIVE, &isOn, socklen_t(MemoryLayout<Int32>.size))
    return try begin(descriptor, address.connect(descriptor))
  }

  /// A socket connected to one in the file system; the caller owns it.
  package static func open(path: String) throws(ClientStreamFailure) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let capacity = MemoryLayout.size(ofValue: address.sun_path)
    guard !bytes.isEmpty, bytes.count < capacity else { throw .unreachable(ENAMETOOLONG) }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
    let descriptor = try make(AF_UNIX)
    let result = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    return try begin(descriptor, result)
  }

  /// How a connection that was under way has turned out; 0 when it stands.
  static func outcome(_ descriptor: Int32) -> Int32 {
    var error: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) == 0 else {
      return errno
    }
    return error
  }

  /// Closes a socket that nobody has taken.
  static func discard(_ descriptor: Int32) { _ = close(descriptor) }

  private static func make(_ family: Int32) throws(ClientStreamFailure) -> Int32 {
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw .unreachable(errno) }
    guard floe_set_nonblocking(descriptor) == 0 else {
      let error = errno
      _ = close(descriptor)
      throw .unreachable(error)
    }
    return descriptor
  }

  private static func begin(
    _ descriptor: Int32, _ result: Int32
  ) throws(ClientStreamFailure) -> Int32 {
    if result == 0 || errno == EINPROGRESS || errno == EINTR { return descriptor }
    let error = errno
    _ = close(descriptor)
    throw .unreachable(error)
  }
}
