internal import COpenSSL

/// HMAC with SHA-256 (RFC 2104, RFC 4231): proves that who made it has the key.
package enum MessageCode {
  /// Bytes of a code.
  package static let byteCount = 32

  /// The code of a message under a key.
  package static func code(of message: [UInt8], key: [UInt8]) -> [UInt8] {
    precondition(!key.isEmpty, "a code needs a key")
    var code = [UInt8](repeating: 0, count: byteCount)
    let isMade = unsafe key.withUnsafeBytes { key in
      unsafe message.withUnsafeBufferPointer { message in
        unsafe code.withUnsafeMutableBufferPointer { code in
          var written: UInt32 = 0
          return unsafe HMAC(
            EVP_sha256(), key.baseAddress, Int32(key.count),
            message.baseAddress, message.count, code.baseAddress, &written) != nil
        }
      }
    }
    precondition(isMade, "libcrypto makes no message code")
    return code
  }

  /// Whether a code is that of a message under a key, compared in constant time.
  package static func isValid(_ code: [UInt8], of message: [UInt8], key: [UInt8]) -> Bool {
    ConstantTime.equal(code, self.code(of: message, key: key))
  }
}
