internal import HTTP
internal import Routing

/// What a request wants its response to be taken for: `?type=` and `?filename=`, each only as far
/// as the list of safe types goes. Changes the response in hand, never what is stored.
struct CallerHints {
  /// A type of the list, in the list's own spelling.
  let contentType: String?

  /// The hints of a request; whatever else its query says is passed over.
  init(of request: Request) {
    let bytes = request.bytes.span
    guard let query = request.head.query(in: bytes) else {
      contentType = nil
      return
    }
    var type: StaticString?
    if let text = QueryItems.value(of: "type", in: query), let decoded = Self.decode(text) {
      type = SafeContentTypes.canonical(decoded.span)
    }
    if type == nil, let text = QueryItems.value(of: "filename", in: query),
      let decoded = Self.decode(text)
    {
      type = SafeContentTypes.type(forFileName: decoded.span)
    }
    contentType = type.map { "\($0)" }
  }

  /// What to take the place of metadata that says no more than the content's first bytes do; nil
  /// when it stays.
  ///
  /// - Parameter isStored: whether the type was stored with the content.
  func applied(to metadata: ContentMetadata, isStored: Bool) -> ContentMetadata? {
    guard let contentType, !isStored, contentType != metadata.contentType else { return nil }
    var changed = metadata
    changed.contentType = contentType
    return changed
  }

  private static func decode(_ text: Span<UInt8>) -> [UInt8]? {
    try? [UInt8](capacity: text.count) { output throws(TargetFault) in
      try PercentEncoding.decode(text, into: &output, refusing: .controls, plusIsSpace: true)
    }
  }
}
