internal import Credentials

/// Says whether a signature is that of a request, at a time: a rule without a clock or a store.
/// Whether it came before is for `NonceMemory`.
package struct SignatureVerifier: Sendable {
  /// Seconds that the clocks of both sides may be apart, either way.
  package static let windowSeconds: Int64 = 300

  private let keys: [SignatureKey]
  /// What a signature under an unknown id is compared with: it takes as long.
  private let nobody: [UInt8]

  /// A verifier that accepts these keys alike.
  package init(keys: [SignatureKey]) {
    self.keys = keys
    nobody = SecureRandom.bytes(32)
  }

  /// Checks a signature.
  ///
  /// - Parameter now: seconds since 1970.
  /// - Throws: `.stale` when the time is outside the window, `.wrong` when the code is another, or
  ///   no key has the id.
  package func verify(
    _ signature: RequestSignature, of request: CanonicalRequest, at now: Int64
  ) throws(SignatureFault) {
    guard abs(signature.timestamp - now) <= Self.windowSeconds else { throw .stale }
    let key = keys.first { $0.id == signature.keyID }
    let text = request.text(timestamp: signature.timestamp, nonce: signature.nonce)
    let isValid = MessageCode.isValid(signature.code, of: text, key: key?.secret ?? nobody)
    guard isValid, key != nil else { throw .wrong }
  }
}
