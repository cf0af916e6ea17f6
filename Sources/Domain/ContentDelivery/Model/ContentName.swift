internal import Bytes
internal import WalrusIdentity

/// The name of a patch inside its quilt while it is hashed into a key.
struct ContentName {
  private let quilt: BlobID
  private var hash: SipHash128
  private var count = 0

  /// An empty name in a quilt.
  init(quilt: BlobID, secret: ContentKeySecret) {
    self.quilt = quilt
    hash = SipHash128(key0: secret.word0, key1: secret.word1)
    let words = quilt.words
    hash.append(word: words.0)
    hash.append(word: words.1)
    hash.append(word: words.2)
    hash.append(word: words.3)
  }

  /// Adds one byte of the identifier.
  mutating func append(_ byte: UInt8) {
    hash.append(byte)
    count += 1
  }

  /// The key of the name as it is now.
  var key: ContentKey {
    ContentKey(quilt: quilt, name: hash.finalize(), nameCount: count)
  }
}
