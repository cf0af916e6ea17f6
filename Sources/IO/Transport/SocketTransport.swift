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
      let count = unsafe floe_receive(descriptor, buffer.baseAddress, buffer.count)
      if count > 0 { return .moved(count) }
      if count == 0 { return .ended }
      if let result = Self.result(-count) { return result }
    }
  }

  package mutating func write(
    _ runs: UnsafeBufferPointer<iovec>, moreFollows: Bool
  ) -> IOResult {
    // A single run saves the kernel the reading of a list of them.
    if runs.count == 1 {
      return unsafe write(
        UnsafeRawBufferPointer(start: runs[0].iov_base, count: runs[0].iov_len),
        moreFollows: moreFollows)
    }
    while true {
      let count = unsafe floe_send_runs(
        descriptor, runs.baseAddress, runs.count, Self.flags(moreFollows))
      if count > 0 { return .moved(count) }
      if count == 0 { return .wouldBlock }
      if let result = Self.result(-count) { return result }
    }
  }

  package mutating func write(_ bytes: UnsafeRawBufferPointer, moreFollows: Bool) -> IOResult {
    while true {
      let count = unsafe floe_send(
        descriptor, bytes.baseAddress, bytes.count, Self.flags(moreFollows))
      if count > 0 { return .moved(count) }
      if count == 0 { return .wouldBlock }
      if let result = Self.result(-count) { return result }
    }
  }

  package mutating func sendFile(_ file: Int32, offset: Int, count: Int) -> IOResult {
    while true {
      let sent = floe_sendfile(descriptor, file, Int64(offset), count)
      if sent > 0 { return .moved(sent) }
      // A file that ends early was cut by somebody; the transfer cannot be completed.
      if sent == 0 { return .failed(EIO) }
      if let result = Self.result(-sent) { return result }
    }
  }

  package mutating func finishSending() {
    _ = shutdown(descriptor, Int32(SHUT_WR))
  }

  private static func flags(_ moreFollows: Bool) -> Int32 {
    Int32(MSG_NOSIGNAL) | (moreFollows ? Int32(MSG_MORE) : 0)
  }

  /// What an error of the system means; nil when the call is to be made again.
  private static func result(_ error: Int) -> IOResult? {
    switch Int32(truncatingIfNeeded: error) {
    case EINTR: nil
    case EAGAIN, EWOULDBLOCK: .wouldBlock
    case let error: .failed(error)
    }
  }
}
