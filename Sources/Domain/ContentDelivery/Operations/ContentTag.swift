internal import HTTP
package import WalrusIdentity

/// What contents have in common, so that they can be purged together.
///
/// Tags are read from what is stored about each content when a purge looks at it: they take no
/// memory, and no index of them can disagree with what is there.
package enum ContentTag: Hashable, Sendable {
  /// `quilt:ID`: the patches of a quilt, however they were asked for, and the quilt itself.
  case quilt(BlobID)
  /// `blob:ID`: a blob, under its id or that of an object which holds it.
  case blob(BlobID)
  /// `source:HOST`: what came from an upstream, or with `store` what was stored here.
  case source(String)
  /// `type:TYPE`: contents of a media type, or with `image/*` of all types of a kind.
  case mediaType(String)

  /// A tag written as above; nil when it is none.
  package init?(_ text: String) {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let value = String(text[text.index(after: colon)...])
    guard !value.isEmpty else { return nil }
    switch text[..<colon] {
    case "quilt":
      guard let id = try? BlobID(value) else { return nil }
      self = .quilt(id)
    case "blob":
      guard let id = try? BlobID(value) else { return nil }
      self = .blob(id)
    case "source": self = .source(value.lowercased())
    case "type":
      guard value.contains("/") else { return nil }
      self = .mediaType(value.lowercased())
    default: return nil
    }
  }

  /// Whether kept content has the tag.
  func names(_ key: ContentKey, _ metadata: ContentMetadata) -> Bool {
    switch self {
    case .quilt(let id): key.isInQuilt(id) || key == ContentKey(id)
    case .blob(let id):
      key == ContentKey(id) || key.kind == .object && metadata.entityTag == "\"\(id)\""
    case .source(let host): metadata.source.lowercased() == host
    case .mediaType(let type): Self.type(metadata.contentType, matches: type)
    }
  }

  /// Whether content may have the tag of which no more is known than its name.
  func mayName(_ reference: ContentReference) -> Bool {
    switch (self, reference.name) {
    case (.quilt(let id), _): reference.key.isInQuilt(id) || reference.key == ContentKey(id)
    case (.blob(let id), .blob): reference.key == ContentKey(id)
    case (.blob, .object), (.source, _), (.mediaType, _): true
    case (.blob, _): false
    }
  }

  /// Whether a media type, without its parameters, is the one meant.
  private static func type(_ contentType: String, matches wanted: String) -> Bool {
    var essence = contentType.prefix { $0 != ";" }.lowercased()
    while essence.last == " " { essence.removeLast() }
    return wanted.hasSuffix("/*") ? essence.hasPrefix(wanted.dropLast()) : essence == wanted
  }
}
