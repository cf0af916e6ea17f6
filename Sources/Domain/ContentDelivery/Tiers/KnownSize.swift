/// What a HEAD response needs of content that is not in memory.
package struct KnownSize: Hashable, Sendable {
  package var length: Int
  package var contentType: String
  package var entityTag: String
  package var proof: ContentProof
  /// The first second at which it is no longer believed, since 1970.
  package var freshUntil: Int64

  /// What is worth remembering of stored content.
  package init(_ metadata: ContentMetadata) {
    self.init(
      length: metadata.length, contentType: metadata.contentType, entityTag: metadata.entityTag,
      proof: metadata.proof, freshUntil: metadata.freshUntil)
  }

  /// A size whose parts are all known.
  package init(
    length: Int, contentType: String, entityTag: String, proof: ContentProof = .unverified,
    freshUntil: Int64
  ) {
    self.length = length
    self.contentType = contentType
    self.entityTag = entityTag
    self.proof = proof
    self.freshUntil = freshUntil
  }
}
