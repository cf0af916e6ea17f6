internal import CLinux
internal import COpenSSL
internal import Glibc

/// OpenSSL's way to a socket of ours.
///
/// OpenSSL's own way writes by `write(2)`, and SIGPIPE ends the process when the peer has left.
/// `@unchecked Sendable`: the table is written once, before it is first used, and only read after.
/// `@safe`: the table lives as long as the process.
@safe struct SocketBIO: @unchecked Sendable {
  static let shared = SocketBIO()

  private let method: OpaquePointer

  private init() {
    let type = BIO_get_new_index() | BIO_TYPE_SOURCE_SINK
    guard let method = unsafe BIO_meth_new(type, "floe socket") else {
      fatalError("BIO_meth_new failed")
    }
    unsafe self.method = method
    unsafe _ = BIO_meth_set_write(method, socketBIOWrite)
    unsafe _ = BIO_meth_set_read(method, socketBIORead)
    unsafe _ = BIO_meth_set_ctrl(method, socketBIOControl)
  }

  /// A way to a descriptor, which stays its owner's.
  func make(_ descriptor: Int32) -> OpaquePointer? {
    guard let bio = unsafe BIO_new(method) else { return nil }
    // A descriptor may be 0, which would be no pointer.
    unsafe BIO_set_data(bio, UnsafeMutableRawPointer(bitPattern: Int(descriptor) + 1))
    unsafe BIO_set_init(bio, 1)
    return unsafe bio
  }

  fileprivate static func descriptor(_ bio: OpaquePointer?) -> Int32 {
    Int32(unsafe Int(bitPattern: BIO_get_data(bio)) - 1)
  }

  /// What OpenSSL is told of a result: how many, or -1 and whether to try again.
  fileprivate static func answer(_ bio: OpaquePointer?, _ result: Int, _ direction: Int32) -> Int32
  {
    unsafe BIO_clear_flags(bio, BIO_FLAGS_READ | BIO_FLAGS_WRITE | BIO_FLAGS_SHOULD_RETRY)
    if result >= 0 { return Int32(result) }
    let error = Int32(truncatingIfNeeded: -result)
    if error == EAGAIN || error == EWOULDBLOCK || error == EINTR {
      unsafe BIO_set_flags(bio, direction | BIO_FLAGS_SHOULD_RETRY)
    }
    errno = error
    return -1
  }
}

private func socketBIOWrite(
  _ bio: OpaquePointer?, _ bytes: UnsafePointer<CChar>?, _ count: Int32
) -> Int32 {
  let sent = unsafe floe_send(
    SocketBIO.descriptor(bio), bytes, Int(count), Int32(MSG_NOSIGNAL))
  return unsafe SocketBIO.answer(bio, sent, BIO_FLAGS_WRITE)
}

private func socketBIORead(
  _ bio: OpaquePointer?, _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int32
) -> Int32 {
  let read = unsafe floe_receive(SocketBIO.descriptor(bio), bytes, Int(count))
  return unsafe SocketBIO.answer(bio, read, BIO_FLAGS_READ)
}

private func socketBIOControl(
  _ bio: OpaquePointer?, _ command: Int32, _ number: Int, _ pointer: UnsafeMutableRawPointer?
) -> Int {
  command == BIO_CTRL_FLUSH ? 1 : 0
}
