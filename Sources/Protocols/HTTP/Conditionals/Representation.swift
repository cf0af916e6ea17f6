import Bytes

/// What conditions and ranges need to know of the representation that would be sent.
@usableFromInline package struct Representation: ~Escapable {
  /// Bytes of the whole representation.
  package let size: UInt64
  /// The opaque part of its entity tag, without quotes; empty when it has none.
  package let entityTag: Span<UInt8>
  /// Whether the entity tag is weak (RFC 9110 §8.8.1).
  package let isWeak: Bool
  /// When it last changed, if that is known.
  package let lastModified: HTTPDate?

  /// Describes a representation by its size and validators.
  @_lifetime(copy entityTag)
  package init(
    size: UInt64, entityTag: Span<UInt8>, isWeak: Bool = false, lastModified: HTTPDate? = nil
  ) {
    self.size = size
    self.entityTag = entityTag
    self.isWeak = isWeak
    self.lastModified = lastModified
  }
}
