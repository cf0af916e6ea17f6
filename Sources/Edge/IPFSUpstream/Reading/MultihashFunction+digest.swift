internal import Digests
internal import IPFSIdentity

extension MultihashFunction {
  /// The function of libcrypto that computes it; nil when a digest cannot be checked here.
  var algorithm: DigestAlgorithm? {
    switch self {
    case .sha2_256: .sha256
    case .sha2_512: .sha512
    case .sha3_256: .sha3_256
    case .sha3_512: .sha3_512
    case .blake2b_512: .blake2b512
    default: nil
    }
  }
}
