/// How the end of a request's content is found (RFC 9112 §6.3).
@usableFromInline package enum BodyFraming: Equatable, Sendable {
  /// There is no content.
  case none
  /// The content is this many bytes.
  case length(UInt64)
  /// The content comes in chunks.
  case chunked
}
