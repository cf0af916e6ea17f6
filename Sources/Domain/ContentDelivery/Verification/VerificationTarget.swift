internal import WalrusIdentity

/// What bytes are to be compared with, and what it proves when they agree.
struct VerificationTarget: Hashable, Sendable {
  let blob: BlobID
  /// The most that content can be called once its bytes have this id.
  let proof: ContentProof

  /// The target of whole content; nil when no id can be computed from its bytes.
  ///
  /// A blob's name is its id, so agreement proves it. That an object has the blob it is said to
  /// have is the aggregator's word. A patch cannot be told from its bytes alone, and what a CID names
  /// has been compared with it by its source, where that is possible.
  init?(_ reference: ContentReference, _ attributes: OriginAttributes = OriginAttributes()) {
    switch reference.name {
    case .blob(let id): (blob, proof) = (id, .proven)
    case .object:
      guard let id = attributes.blobID else { return nil }
      (blob, proof) = (id, .checked)
    case .quiltPatch, .namedPatch, .cid: return nil
    }
  }
}
