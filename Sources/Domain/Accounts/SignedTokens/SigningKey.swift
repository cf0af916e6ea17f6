internal import Credentials
internal import JSON

/// A key that signs tokens, under the id that tokens name it by (`kid`).
package struct SigningKey: Sendable {
  private enum Material: Sendable {
    case ed25519(Ed25519Key)
    case secret([UInt8])
  }

  /// The id, 1 to 64 letters, digits, dots, hyphens and underscores.
  package let id: String
  private let material: Material

  /// The key of a setting: an id, a colon, and the secret as base64url without padding.
  ///
  /// - Returns: nil when the text is no such pair, or the secret has not 32 bytes (EdDSA), or not
  ///   from 32 to 64 (HS256, RFC 7518 §3.2).
  package init?(_ text: String, algorithm: SigningAlgorithm) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, let secret = Base64URL.bytes(parts[1].utf8) else { return nil }
    self.init(id: String(parts[0]), secret: secret, algorithm: algorithm)
  }

  /// A key of an id and a secret; nil when either is not as it has to be.
  package init?(id: String, secret: [UInt8], algorithm: SigningAlgorithm) {
    guard Self.isID(id) else { return nil }
    self.id = id
    switch algorithm {
    case .edDSA:
      guard let pair = Ed25519Key(seed: secret) else { return nil }
      material = .ed25519(pair)
    case .hs256:
      guard (32...64).contains(secret.count) else { return nil }
      material = .secret(secret)
    }
  }

  /// A new key as the text of a setting.
  package static func generate() -> String {
    "k\(SecureRandom.base62(10)):\(Base64URL.text(SecureRandom.bytes(32)))"
  }

  /// Whether a text may be an id.
  static func isID(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { Base62.isDigit($0) || [0x2D, 0x2E, 0x5F].contains($0) }
  }

  /// The signature of a message.
  func signature(of message: [UInt8]) -> [UInt8] {
    switch material {
    case .ed25519(let pair): pair.signature(of: message)
    case .secret(let secret): MessageCode.code(of: message, key: secret)
    }
  }

  /// Whether a signature is this key's.
  func isValid(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    switch material {
    case .ed25519(let pair):
      Ed25519Key.isValid(signature, of: message, publicKey: pair.publicKey)
    case .secret(let secret): MessageCode.isValid(signature, of: message, key: secret)
    }
  }

  /// The public half as a JSON web key (RFC 8037 §2); nil when there is none to show.
  var publicJWK: JSONValue? {
    guard case .ed25519(let pair) = material else { return nil }
    return [
      "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": .string(id),
      "x": .string(Base64URL.text(pair.publicKey)),
    ]
  }
}
