internal import HTTP

extension OriginAttributes {
  /// The stored media type, unless what was stored is none.
  var mediaType: String? {
    guard let contentType, MediaType.accepts(contentType.utf8.span) else { return nil }
    return contentType
  }
}
