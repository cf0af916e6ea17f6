internal import Credentials

/// Keys made of secrets: HKDF with SHA-256 (RFC 5869).
package enum KeyDerivation {
  /// A key of 32 bytes.
  ///
  /// - Parameters:
  ///   - secret: what the key is as good as.
  ///   - salt: makes keys of one secret different; need not be secret, must not be empty.
  ///   - purpose: what the key is for, so that no other use has the same one.
  package static func key(from secret: [UInt8], salt: [UInt8], purpose: [UInt8]) -> [UInt8] {
    let extracted = MessageCode.code(of: secret, key: salt)
    return MessageCode.code(of: purpose + [1], key: extracted)
  }
}
