internal import COpenSSL

/// A key pair of Ed25519 (RFC 8032), of which the private half stays inside.
package struct Ed25519Key: Sendable {
  /// Bytes of a private key, a public key and a signature.
  package static let seedByteCount = 32
  package static let publicByteCount = 32
  package static let signatureByteCount = 64

  private let seed: [UInt8]
  /// The public half.
  package let publicKey: [UInt8]

  /// The pair of a seed of 32 bytes; nil for any other length.
  package init?(seed: [UInt8]) {
    guard seed.count == Self.seedByteCount else { return nil }
    self.seed = seed
    var publicKey = [UInt8](repeating: 0, count: Self.publicByteCount)
    let isMade = unsafe Self.withPrivate(seed) { key in
      unsafe publicKey.withUnsafeMutableBufferPointer { output in
        var count = output.count
        return unsafe EVP_PKEY_get_raw_public_key(key, output.baseAddress, &count) == 1
      }
    }
    guard isMade else { return nil }
    self.publicKey = publicKey
  }

  /// The signature of a message: always the same for one message.
  package func signature(of message: [UInt8]) -> [UInt8] {
    var signature = [UInt8](repeating: 0, count: Self.signatureByteCount)
    let isMade = unsafe Self.withPrivate(seed) { key in
      guard let context = unsafe EVP_MD_CTX_new() else { return false }
      defer { unsafe EVP_MD_CTX_free(context) }
      guard unsafe EVP_DigestSignInit(context, nil, nil, nil, key) == 1 else { return false }
      return unsafe message.withUnsafeBufferPointer { message in
        unsafe signature.withUnsafeMutableBufferPointer { output in
          var count = output.count
          return unsafe EVP_DigestSign(
            context, output.baseAddress, &count, message.baseAddress, message.count) == 1
        }
      }
    }
    precondition(isMade, "libcrypto makes no signature")
    return signature
  }

  /// Whether a signature of a message was made with the private half of a public key.
  package static func isValid(
    _ signature: [UInt8], of message: [UInt8], publicKey: [UInt8]
  ) -> Bool {
    guard signature.count == signatureByteCount, publicKey.count == publicByteCount
    else { return false }
    let key = unsafe publicKey.withUnsafeBufferPointer { bytes in
      unsafe EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, bytes.baseAddress, bytes.count)
    }
    guard let key = unsafe key else { return false }
    defer { unsafe EVP_PKEY_free(key) }
    guard let context = unsafe EVP_MD_CTX_new() else { return false }
    defer { unsafe EVP_MD_CTX_free(context) }
    guard unsafe EVP_DigestVerifyInit(context, nil, nil, nil, key) == 1 else { return false }
    return unsafe signature.withUnsafeBufferPointer { signature in
      unsafe message.withUnsafeBufferPointer { message in
        unsafe EVP_DigestVerify(
          context, signature.baseAddress, signature.count, message.baseAddress, message.count) == 1
      }
    }
  }

  private static func withPrivate(
    _ seed: [UInt8], _ body: (OpaquePointer) -> Bool
  ) -> Bool {
    let key = unsafe seed.withUnsafeBufferPointer { bytes in
      unsafe EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, bytes.baseAddress, bytes.count)
    }
    guard let key = unsafe key else { return false }
    defer { unsafe EVP_PKEY_free(key) }
    return unsafe body(key)
  }
}

/// The private half shows itself nowhere, not even where a value is printed.
extension Ed25519Key: CustomStringConvertible, CustomReflectable {
  package var description: String { "(a key pair)" }

  /// Nothing to look into.
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
