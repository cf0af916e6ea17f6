internal import CLinux
package import Glibc

/// A stream socket without encryption.
package struct SocketTransport: ByteTransport {
  package static var sendsFiles: Bool { true }

  private let descriptor: Int32

  /// Borrows a non-blocking descriptor; the owner closes it.
  package init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  package mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> IOResult {
    while true {
      let count = unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
      if count > 0 { return .moved(count) }
      if count == 0 { return .ended }
      if errno != EINTR { return Self.result(errno) }
    }
  }

  package mutating func write(
    _ runs: UnsafeBufferPointer<iovec>, moreFollows: Bool
  ) -> IOResult {
    var message = unsafe msghdr()
    unsafe message.msg_iov = UnsafeMutablePointer(mutating: runs.baseAddress)
    unsafe message.msg_iovlen = runs.count
    let flags = Int32(MSG_NOSIGNAL) | (moreFollows ? Int32(MSG_MORE) : 0)
    while true {
      let count = unsafe sendmsg(descriptor, &message, flags)
      if count > 0 { return .moved(count) }
      if count == 0 { return .wouldBlock }
      if errno != EINTR { return Self.result(errno) }
    }
  }

  package mutating func sendFile(_ file: Int32, offset: Int, count: Int) -> IOResult {
    while true {
      let sent = floe_sendfile(descriptor, file, Int64(offset), count)
      if sent > 0 { return .moved(sent) }
      // A file that ends early was cut by somebody; the transfer cannot be completed.
      if sent == 0 { return .failed(EIO) }
      if -sent != Int(EINTR) { return Self.result(Int32(-sent)) }
    }
  }

  package mutating func finishSending() {
    _ = shutdown(descriptor, Int32(SHUT_WR))
  }

  private static func result(_ error: Int32) -> IOResult {
    error == EAGAIN || error == EWOULDBLOCK ? .wouldBlock : .failed(error)
  }
}
