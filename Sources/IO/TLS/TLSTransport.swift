internal import COpenSSL
package import Glibc
package import Transport

/// TLS over a socket.
package struct TLSTransport: ByteTransport {
  package static var sendsFiles: Bool { false }

  /// Bytes of a file that are read and encrypted at once.
  private static let filePieceSize = 64 << 10

  private let session: TLSSession
  package private(set) var readWaitsToWrite = false

  /// Borrows a non-blocking descriptor; the owner closes it. The server must prove that it is `host`,
  /// a name or a numeric address.
  package init(
    _ context: TLSClientContext, host: String, descriptor: Int32
  ) throws(TLSFailure) {
    session = try TLSSession(context, host: host, descriptor: descriptor)
  }

  package mutating func handshake() -> HandshakeStep {
    ERR_clear_error()
    let result = unsafe SSL_do_handshake(session.raw)
    if result == 1 { return .done }
    switch unsafe SSL_get_error(session.raw, result) {
    case SSL_ERROR_WANT_READ: return .waits(toWrite: false)
    case SSL_ERROR_WANT_WRITE: return .waits(toWrite: true)
    default: return .failed(failureReason())
    }
  }

  package mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> IOResult {
    ERR_clear_error()
    readWaitsToWrite = false
    let count = Int32(truncatingIfNeeded: min(buffer.count, Int(Int32.max)))
    let read = unsafe SSL_read(session.raw, buffer.baseAddress, count)
    if read > 0 { return .moved(Int(read)) }
    let error = unsafe SSL_get_error(session.raw, read)
    readWaitsToWrite = error == SSL_ERROR_WANT_WRITE
    return Self.result(error)
  }

  package mutating func write(_ bytes: UnsafeRawBufferPointer, moreFollows: Bool) -> IOResult {
    // OpenSSL does not say what a write of nothing means.
    guard bytes.count > 0 else { return .wouldBlock }
    ERR_clear_error()
    let count = Int32(truncatingIfNeeded: min(bytes.count, Int(Int32.max)))
    let written = unsafe SSL_write(session.raw, bytes.baseAddress, count)
    if written > 0 { return .moved(Int(written)) }
    return Self.result(unsafe SSL_get_error(session.raw, written))
  }

  package mutating func write(
    _ runs: UnsafeBufferPointer<iovec>, moreFollows: Bool
  ) -> IOResult {
    var moved = 0
    for index in 0..<runs.count where unsafe runs[index].iov_len > 0 {
      let run = unsafe UnsafeRawBufferPointer(
        start: runs[index].iov_base, count: runs[index].iov_len)
      let result = unsafe write(run, moreFollows: moreFollows || index + 1 < runs.count)
      guard case .moved(let count) = result else { return moved > 0 ? .moved(moved) : result }
      moved += count
      if count < run.count { break }
    }
    return moved > 0 ? .moved(moved) : .wouldBlock
  }

  package mutating func sendFile(_ file: Int32, offset: Int, count: Int) -> IOResult {
    unsafe withUnsafeTemporaryAllocation(
      byteCount: min(count, Self.filePieceSize), alignment: 16
    ) { piece in
      let read = unsafe pread(file, piece.baseAddress, piece.count, off_t(offset))
      // A file that ends early was cut by somebody; the transfer cannot be completed.
      guard read > 0 else { return .failed(read == 0 ? EIO : errno) }
      return unsafe write(UnsafeRawBufferPointer(rebasing: piece[..<read]), moreFollows: false)
    }
  }

  package mutating func finishSending() {
    ERR_clear_error()
    unsafe _ = SSL_shutdown(session.raw)
    ERR_clear_error()
  }

  private static func result(_ error: Int32) -> IOResult {
    switch error {
    case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .wouldBlock
    case SSL_ERROR_ZERO_RETURN: return .ended
    case SSL_ERROR_SYSCALL: return .failed(errno == 0 ? ECONNRESET : errno)
    // A peer that breaks the protocol, or cuts the stream without saying so.
    default: return .failed(EPROTO)
    }
  }

  /// What is wrong with the certificate, or else what OpenSSL says.
  private func failureReason() -> String {
    let verdict = unsafe SSL_get_verify_result(session.raw)
    let reason = TLSErrors.take()
    guard verdict != Int(X509_V_OK), let text = unsafe X509_verify_cert_error_string(verdict)
    else { return reason }
    return unsafe String(cString: text)
  }
}
