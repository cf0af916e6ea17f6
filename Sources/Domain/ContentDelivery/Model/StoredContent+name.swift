internal import WalrusIdentity

extension StoredContent {
  /// What content is called: what follows `/cdn/` in its path, not percent-encoded.
  var name: String {
    let (words, columns) = (key.words, key.word4 >> 8)
    let blob = BlobID(words: words)
    switch key.kind {
    case .blob: return "\(blob)"
    case .object: return "\(ObjectID(raw: Bytes32(words: words)))"
    case .quiltPatch:
      let patch = try? QuiltPatchID(
        quilt: blob, startColumn: UInt16(truncatingIfNeeded: columns),
        endColumn: UInt16(truncatingIfNeeded: columns >> 16))
      return patch.map { "\($0)" } ?? ""
    case .namedPatch:
      // The key has half of the quilt's id; all of it stands at the start of the tag.
      let quilt = metadata.entityTag.dropFirst().prefix(BlobID.textLength)
      return "\(quilt)/\(metadata.patchIdentifier ?? "")"
    case .cid, .hashedCID: return String(metadata.entityTag.dropFirst().dropLast())
    }
  }
}

extension ContentKey {
  /// The words that the kinds with an id have it in.
  fileprivate var words: (UInt64, UInt64, UInt64, UInt64) { (word0, word1, word2, word3) }

  /// Whether it is that of a patch of a quilt.
  func isInQuilt(_ quilt: BlobID) -> Bool {
    let words = quilt.words
    switch kind {
    case .quiltPatch: return (word0, word1, word2, word3) == words
    case .namedPatch: return (word0, word1) == (words.0, words.1)
    default: return false
    }
  }
}

extension ContentReference {
  /// What content is called: what follows `/cdn/` in its path, not percent-encoded.
  var plainName: String {
    switch name {
    case .namedPatch(let quilt, let identifier): "\(quilt)/\(identifier)"
    default: description
    }
  }

  /// The identifier of the patch, where it is named by one.
  var patchIdentifier: String? {
    if case .namedPatch(_, let identifier) = name { identifier } else { nil }
  }
}
