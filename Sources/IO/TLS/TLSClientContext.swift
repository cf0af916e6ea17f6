internal import COpenSSL

/// What all connections of a client have in common: whom it trusts, and the versions it speaks.
///
/// At least TLS 1.2 (RFC 8996), and a server must prove its name by a chain to a trusted authority;
/// there is no way to turn that off.
///
/// `@unchecked Sendable`: OpenSSL counts references of a context under its own lock, and nothing
/// changes a context after `init`. `@safe`: the context lives as long as the instance.
@safe package final class TLSClientContext: @unchecked Sendable {
  let raw: OpaquePointer

  /// A context that trusts the system's authorities, or only those in a file.
  ///
  /// - Parameter authorities: a file of certificates in PEM.
  package init(authorities: String? = nil) throws(TLSFailure) {
    guard let raw = unsafe SSL_CTX_new(TLS_client_method()) else {
      throw TLSFailure(description: TLSErrors.take())
    }
    unsafe self.raw = raw
    unsafe _ = SSL_CTX_ctrl(raw, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION), nil)
    let modes =
      SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
      | SSL_MODE_RELEASE_BUFFERS
    unsafe _ = SSL_CTX_ctrl(raw, SSL_CTRL_MODE, Int(modes), nil)
    unsafe SSL_CTX_set_verify(raw, SSL_VERIFY_PEER, nil)
    let isLoaded =
      if let authorities {
        unsafe SSL_CTX_load_verify_locations(raw, authorities, nil)
      } else {
        unsafe SSL_CTX_set_default_verify_paths(raw)
      }
    guard isLoaded == 1 else {
      let reason = TLSErrors.take()
      throw TLSFailure(
        description: "the certificates in \(authorities ?? "the system") cannot be read: \(reason)")
    }
  }

  deinit { unsafe SSL_CTX_free(raw) }
}
