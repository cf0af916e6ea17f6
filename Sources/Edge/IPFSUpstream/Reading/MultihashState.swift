internal import Digests
internal import IPFSIdentity
internal import WalrusIdentity

/// The digest of a multihash under way: bytes go in as they come, the digest comes out once.
///
/// BLAKE2b with 32 bytes is the house's own: libcrypto offers another length than 64 only from
/// version 3.2 on.
enum MultihashState: ~Copyable {
  case libcrypto(DigestState)
  case blake2b256(BLAKE2bStream)

  /// The digest of no bytes yet; nil when the function cannot be computed here.
  init?(_ function: MultihashFunction) {
    switch function {
    case .sha2_256: self = .libcrypto(DigestState(.sha256))
    case .sha2_512: self = .libcrypto(DigestState(.sha512))
    case .sha3_256: self = .libcrypto(DigestState(.sha3_256))
    case .sha3_512: self = .libcrypto(DigestState(.sha3_512))
    case .blake2b_512: self = .libcrypto(DigestState(.blake2b512))
    case .blake2b_256: self = .blake2b256(BLAKE2bStream())
    default: return nil
    }
  }

  /// Takes more bytes.
  mutating func update(_ bytes: RawSpan) {
    switch consume self {
    case .libcrypto(var state):
      state.update(bytes)
      self = .libcrypto(state)
    case .blake2b256(var state):
      state.update(bytes)
      self = .blake2b256(state)
    }
  }

  /// The digest of everything that was taken.
  consuming func finalize() -> [UInt8] {
    switch consume self {
    case .libcrypto(let state): return state.finalize()
    case .blake2b256(let state):
      let digest = state.finalize()
      return [UInt8](capacity: Bytes32.count) { digest.write(into: &$0) }
    }
  }
}
