internal import Bytes
package import IPFSIdentity
package import WalrusIdentity

/// What stored content is found by: forty bytes, whatever form the request had.
///
/// Blob ids, quilt patch ids and object ids are kept whole. The name of a patch inside its quilt
/// has any length, so `(quilt, identifier)` is kept as the first half of the quilt's id and a
/// 128-bit SipHash of all of it under a secret of the process. To be answered with another's
/// content, two names would have to meet in all 128 bits: with a million stored names that is
/// a chance of 2⁻⁸⁸ for any one request, and as the secret never leaves the process, nobody can search
/// for such a pair elsewhere.
///
/// Of a CID the digest is kept whole where it has at most 32 bytes, beside codec and hash function;
/// a longer one is kept as its first 16 bytes and such a hash of everything.
package struct ContentKey: Hashable, Sendable {
  /// What kind of name the key stands for.
  package enum Kind: UInt8, CaseIterable, Sendable {
    case blob = 1
    case quiltPatch
    case object
    case namedPatch
    case cid
    case hashedCID
  }

  let word0: UInt64
  let word1: UInt64
  let word2: UInt64
  let word3: UInt64
  /// The kind in the lowest byte; the columns of a patch or the length of a name above it.
  private(set) var word4: UInt64

  /// The slices of one content that can be told apart.
  static let sliceCountMax = 1 << 24 - 1

  private init(_ words: (UInt64, UInt64, UInt64, UInt64), kind: Kind, above: UInt64 = 0) {
    (word0, word1, word2, word3) = words
    word4 = UInt64(kind.rawValue) | above << 8
  }

  /// The key of a blob.
  package init(_ blob: BlobID) {
    self.init(blob.words, kind: .blob)
  }

  /// The key of a quilt patch named by its columns.
  package init(_ patch: QuiltPatchID) {
    let columns = UInt64(patch.startColumn) | UInt64(patch.endColumn) << 16
    self.init(patch.quilt.words, kind: .quiltPatch, above: columns)
  }

  /// The key of an object.
  package init(_ object: ObjectID) {
    self.init(object.words, kind: .object)
  }

  /// The key of a quilt patch named by its identifier, from the hash of quilt id and identifier.
  init(quilt: BlobID, name: (UInt64, UInt64), nameCount: Int) {
    let words = quilt.words
    self.init((words.0, words.1, name.0, name.1), kind: .namedPatch, above: UInt64(nameCount))
  }

  /// The key of a CID, by its parts.
  ///
  /// - Parameter digest: at most 255 bytes.
  package init(
    codec: Multicodec, function: MultihashFunction, digest: Span<UInt8>, secret: ContentKeySecret
  ) {
    let length = UInt64(digest.count)
    // The highest three bytes are left free for the numbers of slices.
    if digest.count <= 32, codec.code >> 12 == 0, function.code >> 12 == 0 {
      self.init(
        (
          Self.word(digest, 0), Self.word(digest, 8), Self.word(digest, 16), Self.word(digest, 24)
        ),
        kind: .cid, above: length | codec.code << 8 | function.code << 20)
      return
    }
    var hash = SipHash128(key0: secret.word0, key1: secret.word1)
    hash.append(word: codec.code)
    hash.append(word: function.code)
    for index in digest.indices { hash.append(digest[index]) }
    let (first, second) = hash.finalize()
    self.init(
      (Self.word(digest, 0), Self.word(digest, 8), first, second), kind: .hashedCID,
      above: length)
  }

  /// The eight bytes from an offset on as a little-endian word; zeros stand for missing ones.
  private static func word(_ bytes: Span<UInt8>, _ offset: Int) -> UInt64 {
    var word: UInt64 = 0
    var index = min(offset + 8, bytes.count) - 1
    while index >= offset {
      word = word << 8 | UInt64(bytes[index])
      index -= 1
    }
    return word
  }

  /// What kind of name the key stands for.
  package var kind: Kind { Kind(rawValue: UInt8(truncatingIfNeeded: word4)) ?? .blob }

  /// The key of a slice of the content with this key; no request has such a key.
  func slice(_ number: Int) -> ContentKey {
    precondition(number < Self.sliceCountMax)
    var key = self
    // Columns, lengths of names and what is kept of CIDs leave the highest three bytes free.
    key.word4 |= UInt64(number + 1) << 40
    return key
  }

  /// Whether it is the key of a slice.
  var isSlice: Bool { word4 >> 40 != 0 }

  /// Whether both are the same, without a branch per word.
  @inline(__always)
  func equals(_ other: ContentKey) -> Bool {
    (word0 ^ other.word0) | (word1 ^ other.word1) | (word2 ^ other.word2)
      | (word3 ^ other.word3) | (word4 ^ other.word4) == 0
  }

  /// A hash under a seed of the process: three wide multiplications.
  ///
  /// Seeded because clients choose what is stored; a table must not degrade by their choice.
  @inline(__always)
  func hash(seed: ContentKeySecret) -> UInt64 {
    let first = Self.fold(word0 ^ seed.word0, word1 ^ seed.word1)
    let second = Self.fold(word2 ^ seed.word1, word3 ^ seed.word0)
    return Self.fold(first ^ word4 ^ seed.word0, second ^ seed.word1)
  }

  @inline(__always)
  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right | 1)
    return product.high ^ product.low
  }
}
