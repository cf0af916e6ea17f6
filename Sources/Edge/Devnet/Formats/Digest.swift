import COpenSSL

/// The digests that the emulated protocol needs.
enum Digest {
  /// SHA-256.
  static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
      _ = unsafe bytes.withUnsafeBufferPointer {
        unsafe SHA256($0.baseAddress, $0.count, digest.baseAddress)
      }
      count = 32
    }
  }

  /// HMAC with SHA-256.
  static func hmacSHA256(_ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
      var length: UInt32 = 32
      _ = unsafe key.withUnsafeBytes { key in
        unsafe bytes.withUnsafeBufferPointer { bytes in
          unsafe HMAC(
            EVP_sha256(), key.baseAddress, Int32(key.count), bytes.baseAddress, bytes.count,
            digest.baseAddress, &length)
        }
      }
      count = 32
    }
  }

  /// Whether two byte strings are equal, in a time that depends on their length alone.
  static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    guard one.count == other.count else { return false }
    return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
