internal import Credentials

/// A key that seals bytes so that nobody without it can read them, or change them unnoticed:
/// AES-256 in Galois/Counter Mode (NIST SP 800-38D).
package struct SealingKey: Sendable {
  /// Bytes of a key, of the nonce before a sealed text, and of the tag behind it.
  package static let byteCount = 32
  private static let nonceCount = 12
  private static let tagCount = 16
  /// The longest text that is sealed, 1 GiB.
  package static let textMax = 1 << 30

  private let bytes: [UInt8]

  /// A key of 32 bytes.
  package init(_ bytes: [UInt8]) {
    precondition(bytes.count == Self.byteCount, "a sealing key has 32 bytes")
    self.bytes = bytes
  }

  /// Nonce, sealed text and tag.
  ///
  /// - Parameter context: bytes that are not kept, but have to be the same when it is opened.
  package func seal(_ text: [UInt8], context: [UInt8]) -> [UInt8] {
    precondition(text.count <= Self.textMax)
    let nonce = SecureRandom.bytes(Self.nonceCount)
    var cipher = CipherPass(.sealing, key: bytes, nonce: nonce)
    cipher.bind(context)
    return nonce + cipher.pass(text) + cipher.tag(Self.tagCount)
  }

  /// The text; nil when the key or the context is another, or a bit was changed.
  package func open(_ sealed: [UInt8], context: [UInt8]) -> [UInt8]? {
    guard sealed.count >= Self.nonceCount + Self.tagCount,
      sealed.count <= Self.textMax + Self.nonceCount + Self.tagCount
    else { return nil }
    var cipher = CipherPass(.opening, key: bytes, nonce: Array(sealed.prefix(Self.nonceCount)))
    cipher.bind(context)
    let text = cipher.pass(Array(sealed.dropFirst(Self.nonceCount).dropLast(Self.tagCount)))
    return cipher.isGenuine(tag: Array(sealed.suffix(Self.tagCount))) ? text : nil
  }
}
