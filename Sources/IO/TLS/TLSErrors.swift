internal import COpenSSL

/// OpenSSL's queue of errors, which belongs to the thread.
enum TLSErrors {
  /// The first reason in the queue; empties it.
  static func take() -> String {
    let code = ERR_get_error()
    ERR_clear_error()
    guard code != 0, let reason = unsafe ERR_reason_error_string(code) else {
      return "no reason is known"
    }
    return unsafe String(cString: reason)
  }
}
