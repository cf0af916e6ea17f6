internal import Digests
internal import WalrusIdentity

extension Bytes32 {
  /// The SHA-256 digest of bytes.
  static func sha256(of bytes: RawSpan) -> Bytes32 {
    var state = DigestState(.sha256)
    state.update(bytes)
    return Bytes32(sha256: state)
  }

  /// The digest of everything that a state of SHA-256 has taken.
  init(sha256 state: consuming DigestState) {
    let digest = state.finalize()
    do {
      self = try Bytes32(digest.span)
    } catch {
      preconditionFailure("SHA-256 has 32 bytes")
    }
  }
}
