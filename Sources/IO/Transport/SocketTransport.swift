internal import CLinux
package import Glibc

/// A stream socket without encryption.
package struct SocketTransport: ByteTransport {
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
      if let result = IOResult(error: -count) { return result }
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
      if let result = IOResult(error: -count) { return result }
    }
  }

  package mutating func write(_ bytes: UnsafeRawBufferPointer, moreFollows: Bool) -> IOResult {
    while true {
      let count = unsafe floe_send(
        descriptor, bytes.baseAddress, bytes.count, Self.flags(moreFollows))
      if count > 0 { return .moved(count) }
      if count == 0 { return .wouldBlock }
      if let result = IOResult(error: -count) { return result }
    }
  }

  package mutating func write(
    pages bytes: UnsafeRawBufferPointer, through pipe: PagePipe, moreFollows: Bool
  ) -> IOResult {
    if let result = unsafe pipe.send(bytes, to: descriptor, moreFollows: moreFollows) {
      return result
    }
    return unsafe write(bytes, moreFollows: moreFollows)
  }

  package mutating func finishSending() {
    _ = shutdown(descriptor, Int32(SHUT_WR))
  }

  private static func flags(_ moreFollows: Bool) -> Int32 {
    Int32(MSG_NOSIGNAL) | (moreFollows ? Int32(MSG_MORE) : 0)
  }

}
