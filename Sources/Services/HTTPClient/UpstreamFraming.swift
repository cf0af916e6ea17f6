/// How the end of a response's content is known (RFC 9112 §6.3).
package enum UpstreamFraming: Sendable, Hashable {
  /// There is no content: HEAD, 204 or 304.
  case none
  /// `Content-Length` says.
  case length(Int64)
  /// The last chunk says.
  case chunked
  /// Nothing but the end of the connection says: a cut cannot be told from the end.
  case untilClose
}
