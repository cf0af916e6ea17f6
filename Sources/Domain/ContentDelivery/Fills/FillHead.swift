/// What a reader of a fill has to know before the first byte: enough for the head of a response.
struct FillHead: Sendable {
  /// As it will be stored; the length is 0 while it is unknown.
  var metadata: ContentMetadata
  /// The fields that every response with this content has.
  var fields: ContentFields
  /// Bytes of the whole content, when known.
  var length: Int?
  /// Whether the type was stored with the content.
  var isTyped: Bool
  /// Whether the content is being stored.
  var isKept: Bool
}
