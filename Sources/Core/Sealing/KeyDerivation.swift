internal import Digests

/// Keys made of secrets: HMAC-SHA-256 (RFC 2104) and HKDF on top of it (RFC 5869).
package enum KeyDerivation {
  private static let blockCount = 64

  /// A key of 32 bytes.
  ///
  /// - Parameters:
  ///   - secret: what the key is as good as.
  ///   - salt: makes keys of one secret different; need not be secret.
  ///   - purpose: what the key is for, so that no other use has the same one.
  package static func key(from secret: [UInt8], salt: [UInt8], purpose: [UInt8]) -> [UInt8] {
    authenticate(purpose + [1], with: authenticate(secret, with: salt))
  }

  /// HMAC-SHA-256 of a message.
  package static func authenticate(_ message: [UInt8], with key: [UInt8]) -> [UInt8] {
    var block = key.count > blockCount ? digest(key) : key
    block += [UInt8](repeating: 0, count: blockCount - block.count)
    let inner = digest(block.map { $0 ^ 0x36 } + message)
    return digest(block.map { $0 ^ 0x5c } + inner)
  }

  private static func digest(_ bytes: [UInt8]) -> [UInt8] {
    DigestState.digest(.sha256, of: bytes)
  }
}
