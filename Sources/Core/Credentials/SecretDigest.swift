internal import COpenSSL

/// SHA-256 of a secret with at least 128 random bits: what is stored in its place.
///
/// For passwords, which people choose, this is not enough: they are for `Passwords`.
package enum SecretDigest {
  /// The 32 bytes of a secret's digest.
  package static func of(_ secret: String) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    let bytes = Array(secret.utf8)
    let isMade = unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe digest.withUnsafeMutableBufferPointer { digest in
        unsafe SHA256(bytes.baseAddress, bytes.count, digest.baseAddress) != nil
      }
    }
    precondition(isMade, "libcrypto makes no digest")
    return digest
  }
}
