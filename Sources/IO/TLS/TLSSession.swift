internal import COpenSSL

/// The state of one connection in OpenSSL, freed with the instance.
///
/// `@safe`: the pointer is private to the module, set once and freed by `deinit`.
@safe final class TLSSession {
  let raw: OpaquePointer

  /// A client's session over a descriptor; the server must prove that it is `host`.
  init(_ context: TLSClientContext, host: String, descriptor: Int32) throws(TLSFailure) {
    guard let raw = unsafe SSL_new(context.raw) else {
      throw TLSFailure(description: TLSErrors.take())
    }
    unsafe self.raw = raw
    guard let bio = unsafe SocketBIO.shared.make(descriptor) else {
      throw TLSFailure(description: TLSErrors.take())
    }
    // The session takes the two references that it is given of one and the same.
    unsafe SSL_set_bio(raw, bio, bio)
    unsafe SSL_set_connect_state(raw)
    guard unsafe Self.expect(host, raw) else {
      throw TLSFailure(description: "\(host) is no name that a certificate could have")
    }
  }

  deinit { unsafe SSL_free(raw) }

  /// An address is compared with the certificate's addresses, a name with its names (RFC 6125); only a
  /// name is told to the server (RFC 6066 §3).
  private static func expect(_ host: String, _ raw: OpaquePointer) -> Bool {
    guard !host.isEmpty else { return false }
    if unsafe X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(raw), host) == 1 { return true }
    ERR_clear_error()
    unsafe SSL_set_hostflags(raw, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
    guard unsafe SSL_set1_host(raw, host) == 1 else { return false }
    var name = Array(host.utf8CString)
    return unsafe name.withUnsafeMutableBytes {
      unsafe SSL_ctrl(
        raw, SSL_CTRL_SET_TLSEXT_HOSTNAME, Int(TLSEXT_NAMETYPE_host_name), $0.baseAddress)
    } == 1
  }
}
