internal import HTTP

/// What is known of content that is kept in slices; the slices are entries of their own.
///
/// They are at home where the content is: its fetches, its readers' questions, its eviction and
/// its purge then happen on one loop, and what is there is never in doubt. The price is that one
/// content has one shard's memory and no more.
package final class SlicedContent: Sendable {
  let reference: ContentReference
  /// As of the whole content.
  let metadata: ContentMetadata
  /// The fields of its responses.
  let fields: ContentFields
  /// Whether the type was stored with the content.
  let isTyped: Bool
  /// What the bytes can be compared with, if they can be.
  let target: VerificationTarget?
  let geometry: SliceGeometry
  private let onContentDomain: Bool

  /// Content whose length and type are known.
  init(
    _ reference: ContentReference, metadata: ContentMetadata, isTyped: Bool,
    target: VerificationTarget? = nil, sliceSize: Int, onContentDomain: Bool
  ) {
    self.reference = reference
    self.metadata = metadata
    self.isTyped = isTyped
    self.target = target
    self.onContentDomain = onContentDomain
    fields = ContentFields(metadata, onContentDomain: onContentDomain)
    geometry = SliceGeometry(length: metadata.length, sliceSize: sliceSize)
  }

  /// The same content, of which more is known.
  func called(_ proof: ContentProof, freshUntil: Int64) -> SlicedContent {
    var metadata = metadata
    metadata.proof = proof
    metadata.freshUntil = freshUntil
    return SlicedContent(
      reference, metadata: metadata, isTyped: isTyped, target: target,
      sliceSize: geometry.sliceSize, onContentDomain: onContentDomain)
  }

  /// What the content is found by.
  var key: ContentKey { reference.key }

  /// Whether it may be served without asking again.
  func isFresh(at seconds: Int64) -> Bool { seconds < metadata.freshUntil }

  /// Whether the slices of one are slices of the other.
  func hasSameBytes(as other: SlicedContent) -> Bool {
    geometry == other.geometry && metadata.entityTag == other.metadata.entityTag
  }

  /// Whether what an origin says of the content names the same bytes, as far as it names any.
  func isConsistent(with attributes: OriginAttributes) -> Bool {
    guard let blob = attributes.blobID else { return true }
    return [reference.entityTag(blob: blob), reference.entityTag()].contains(metadata.entityTag)
  }

  /// What a slice is stored with.
  ///
  /// - Parameter proof: what is known of all slices by now.
  func metadata(of slice: Int, proof: ContentProof) -> ContentMetadata {
    var metadata = metadata
    metadata.proof = proof
    metadata.length = geometry.bytes(of: slice).count
    return metadata
  }
}
