/// A cryptographic hash function of the system's libcrypto.
package enum DigestAlgorithm: CaseIterable, Sendable {
  /// SHA-1 (FIPS 180-4), broken as proof of anything: only for names that others give by it, such as
  /// those of Redis' scripts.
  case sha1
  /// SHA-256 (FIPS 180-4).
  case sha256
  /// SHA-512 (FIPS 180-4).
  case sha512
  /// BLAKE2b with 512 bits (RFC 7693).
  case blake2b512
  /// SHA3-256 (FIPS 202).
  case sha3_256
  /// SHA3-512 (FIPS 202).
  case sha3_512

  /// Bytes of a digest.
  package var byteCount: Int {
    switch self {
    case .sha1: 20
    case .sha256, .sha3_256: 32
    case .sha512, .blake2b512, .sha3_512: 64
    }
  }
}
