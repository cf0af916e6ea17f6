internal import WalrusIdentity

/// What follows from checks, at the home of the content.
extension FillShard {
  /// Stores content that has come whole, with what is known about it.
  func keep(_ arrival: Arrival, as proof: ContentProof) {
    var metadata = arrival.metadata
    metadata.proof = proof
    if proof == .proven { metadata.freshUntil = metadata.storedAt + verifier.policy.provenSeconds }
    store(
      StoredContent(
        key: arrival.reference.key, metadata: metadata, body: arrival.body,
        onContentDomain: isContentDomain))
  }

  /// Lets stored content be called more than before, if it is still there: its head is another one
  /// then, its bytes are the same.
  func promote(_ content: StoredContent, to proof: ContentProof) {
    guard case .some(let present) = contents.lookup(content.key, at: seconds).content,
      present === content, content.metadata.proof < proof
    else { return }
    var metadata = content.metadata
    metadata.proof = proof
    if proof == .proven {
      metadata.freshUntil = seconds + verifier.policy.provenSeconds
      verifier.markProven(content.key)
    }
    contents.replace(
      content,
      with: StoredContent(
        key: content.key, metadata: metadata, body: content.body,
        onContentDomain: isContentDomain))
    if proof == .proven { quilts.wasProven(content.key) }
  }

  /// Takes content out everywhere that turned out to be wrong, unless something else is there now.
  func evict(_ content: StoredContent) {
    guard let present = contents.lookup(content.key, at: seconds).content, present === content
    else { return }
    verifier.forget(content.key)
    contents.remove(content.key)
  }
}
