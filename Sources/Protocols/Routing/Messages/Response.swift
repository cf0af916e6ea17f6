package import HTTP

/// A response from a handler; the server adds framing and the common fields.
package struct Response {
  /// What follows the head.
  package enum Body {
    case empty
    case bytes([UInt8])
    case source(any BodySource)
    /// No body, but the `Content-Length` that a GET would have had (RFC 9110 §9.3.2).
    case omitted(length: Int64)
  }

  /// The status, the fields beside framing and the common ones, and what follows.
  package var status: Status
  package var fields: HTTPFields
  package var body: Body
  /// How the cache took part, for counters and the access log.
  package var cache: RequestOutcome.CacheResult
  /// The index of the route that answered, set by the router.
  package var route: UInt16 = 0
  /// Bytes that were stored for the client, beyond this request.
  package var storedCount: Int64 = 0
  /// Whom the request is counted for on its shard, set by the router; 0 is nobody.
  package var meter: UInt32 = 0

  /// A response; the server sets `Content-Length` or `Transfer-Encoding` itself.
  package init(
    _ status: Status, fields: HTTPFields = HTTPFields(), body: Body = .empty,
    cache: RequestOutcome.CacheResult = .none
  ) {
    self.status = status
    self.fields = fields
    self.body = body
    self.cache = cache
  }
}
