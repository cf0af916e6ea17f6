internal import Bytes

/// What a credential is found by in the tables of shards: 128 bits of SipHash under a secret of the
/// process. The text itself is never kept, and nobody who lacks the secret can look for two
/// credentials of one key.
struct CredentialKey: Hashable, Sendable {
  /// The secret of a process.
  struct Secret: Sendable {
    let word0: UInt64
    let word1: UInt64

    /// A secret that nobody knows.
    static func random() -> Secret {
      Secret(
        word0: UInt64.random(in: .min ... .max), word1: UInt64.random(in: .min ... .max))
    }
  }

  /// The longest credential that is worth a look-up; longer ones go to who knows them.
  static let countMax = 4096

  let word0: UInt64
  let word1: UInt64

  /// A key of known words.
  init(word0: UInt64, word1: UInt64) {
    self.word0 = word0
    self.word1 = word1
  }

  /// The key of a credential.
  @inline(__always)
  init(of credential: Span<UInt8>, secret: Secret) {
    var hash = SipHash128(key0: secret.word0, key1: secret.word1)
    hash.append(credential)
    (word0, word1) = hash.finalize()
  }
}
