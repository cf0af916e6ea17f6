/// What the access log says of one request; it borrows the request's bytes.
///
/// Every text is cut at 256 bytes and escaped; empty ones are written as empty (JSON) or
/// as `-` (text).
package struct AccessRecord: ~Escapable {
  /// The method's token.
  package let method: RawSpan
  /// The route's template, never the request's path.
  package let route: RawSpan
  /// The path or the id asked for, without the query.
  package let path: RawSpan
  /// The status code.
  package let status: Int
  /// Bytes of content sent.
  package let bytesSent: Int
  /// Time from the request's last byte to the answer's, in microseconds.
  package let durationMicroseconds: Int
  /// What the cache did: `HIT`, `MISS`, …
  package let cache: StaticString
  /// The client's address as text.
  package let peer: RawSpan
  /// The request's id.
  package let requestID: RawSpan
  /// The protocol: `HTTP/1.1`.
  package let protocolName: StaticString

  /// Makes a record that lives no longer than the bytes it borrows.
  @inlinable
  @_lifetime(copy method, copy route, copy path, copy peer, copy requestID)
  package init(
    method: RawSpan, route: RawSpan, path: RawSpan, status: Int, bytesSent: Int,
    durationMicroseconds: Int, cache: StaticString, peer: RawSpan, requestID: RawSpan,
    protocolName: StaticString
  ) {
    self.method = method
    self.route = route
    self.path = path
    self.status = status
    self.bytesSent = bytesSent
    self.durationMicroseconds = durationMicroseconds
    self.cache = cache
    self.peer = peer
    self.requestID = requestID
    self.protocolName = protocolName
  }
}
