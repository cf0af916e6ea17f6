internal import WalrusIdentity

/// What a purge takes out.
package enum PurgeScope: Hashable, Sendable {
  /// One content.
  case content(ContentReference)
  /// Everything whose name begins with a text. The name is what follows `/cdn/`: an id, or for
  /// patches that were asked for by their identifier the quilt's id, a slash and the identifier,
  /// not percent-encoded. So `<quilt>/images/` takes out a folder of a quilt.
  case prefix(String)
  /// Everything that a tag names.
  case tag(ContentTag)

  /// Whether stored content is to go.
  func includes(_ content: StoredContent) -> Bool {
    switch self {
    case .content(let reference): content.key == reference.key
    case .prefix(let prefix): content.name.hasPrefix(prefix)
    case .tag(let tag): tag.names(content.key, content.metadata)
    }
  }

  /// Whether content that is kept in slices is to go.
  func includes(_ content: SlicedContent) -> Bool {
    switch self {
    case .content(let reference): content.key == reference.key
    case .prefix(let prefix): content.reference.plainName.hasPrefix(prefix)
    case .tag(let tag): tag.names(content.key, content.metadata)
    }
  }

  /// Whether content that is being fetched may have to go: of source and type nothing is known
  /// yet, and to store nothing is the safe side.
  func mayInclude(_ reference: ContentReference) -> Bool {
    switch self {
    case .content(let other): reference.key == other.key
    case .prefix(let prefix): reference.plainName.hasPrefix(prefix)
    case .tag(let tag): tag.mayName(reference)
    }
  }
}
