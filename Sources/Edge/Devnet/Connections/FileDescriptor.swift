import Glibc

/// An open file or socket: the only place of this module where bytes meet the kernel.
///
/// It closes nothing by itself; whoever opened it closes it once.
struct FileDescriptor: Sendable, Equatable {
  let number: Int32

  /// Reads what is there, up to `count` bytes; empty at the end of the input.
  func read(upTo count: Int) throws(SystemCallError) -> [UInt8] {
    while true {
      var got = 0
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { space, used in
        got = unsafe Glibc.read(number, space.baseAddress, count)
        used = max(got, 0)
      }
      if got >= 0 { return bytes }
      if errno != EINTR { throw SystemCallError("read") }
    }
  }

  /// Reads up to `count` bytes at `offset` of a file; fewer only at its end.
  func read(upTo count: Int, at offset: Int) throws(SystemCallError) -> [UInt8] {
    var failure: SystemCallError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { space, used in
      while used < count {
        let got = unsafe pread(
          number, space.baseAddress! + used, count - used, off_t(offset + used))
        if got < 0 && errno == EINTR { continue }
        if got < 0 { failure = SystemCallError("pread") }
        if got <= 0 { return }
        used += got
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Writes every byte to a socket, without SIGPIPE when the peer has left.
  func send(_ bytes: ArraySlice<UInt8>) throws(SystemCallError) {
    var rest = bytes
    while !rest.isEmpty {
      let sent = unsafe rest.withUnsafeBytes {
        unsafe Glibc.send(number, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if sent < 0 && errno == EINTR { continue }
      if sent < 0 { throw SystemCallError("send") }
      rest = rest.dropFirst(sent)
    }
  }

  /// Writes every byte to a file.
  func write(_ bytes: [UInt8]) throws(SystemCallError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let wrote = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(number, $0.baseAddress, $0.count)
      }
      if wrote < 0 && errno == EINTR { continue }
      if wrote < 0 { throw SystemCallError("write") }
      rest = rest.dropFirst(wrote)
    }
  }

  /// Waits until the peer stops sending, the socket is shut down, or `milliseconds` pass.
  ///
  /// With `ignoringHalfClose` only a full close or a shutdown by us ends the wait early, so that
  /// a client which has only finished sending still gets its answer at the right time.
  /// - Returns: whether the time passed undisturbed.
  func waitUndisturbed(milliseconds: Int32, ignoringHalfClose: Bool = false) -> Bool {
    let events = ignoringHalfClose ? 0 : Int32(POLLRDHUP_)
    var entry = pollfd(fd: number, events: Int16(events), revents: 0)
    let ready = unsafe poll(&entry, 1, milliseconds)
    return ready == 0
  }

  /// Ends both directions of a socket, which wakes every thread that waits on it.
  func shutdownBoth() {
    _ = Glibc.shutdown(number, Int32(SHUT_RDWR))
  }

  /// Ends the sending direction of a socket.
  func shutdownSending() {
    _ = Glibc.shutdown(number, Int32(SHUT_WR))
  }

  /// Makes the coming close send a reset instead of an orderly end.
  func resetOnClose() {
    set(SO_LINGER, linger(l_onoff: 1, l_linger: 0))
  }

  /// Sets a socket option of the level SOL_SOCKET; a refusal changes nothing that matters here.
  func set<Value: BitwiseCopyable>(_ option: Int32, _ value: Value) {
    var value = value
    _ = unsafe setsockopt(
      number, SOL_SOCKET, option, &value, socklen_t(MemoryLayout<Value>.size))
  }

  /// Makes a read fail that waits for longer.
  func setReceiveTimeout(seconds: Int) {
    set(SO_RCVTIMEO, timeval(tv_sec: seconds, tv_usec: 0))
  }

  /// Makes what was written durable.
  func synchronize() throws(SystemCallError) {
    if fsync(number) != 0 { throw SystemCallError("fsync") }
  }

  /// Closes it; the number must not be used afterwards.
  func close() {
    _ = Glibc.close(number)
  }
}

/// poll(2)'s "the peer has stopped sending", which Glibc's module hides behind _GNU_SOURCE.
private let POLLRDHUP_: Int16 = 0x2000
