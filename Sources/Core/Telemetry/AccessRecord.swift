/// What the access log says of one request; it borrows the request's bytes.
///
/// Every text is cut at 256 bytes; empty ones are written as empty (JSON) or as `-` (text). The
/// path is escaped. Method, route, peer and request id are written as they are: whoever makes the
/// record knows that they are printable ASCII without quotes and backslashes.
@usableFromInline package struct AccessRecord: ~Escapable {
  /// The method's token.
  @usableFromInline package let method: StaticString
  /// The route's template, never the request's path.
  @usableFromInline package let route: RawSpan
  /// The path or the id asked for, without the query.
  @usableFromInline package let path: RawSpan
  /// The status code.
  @usableFromInline package let status: Int
  /// Bytes of content sent.
  @usableFromInline package let bytesSent: Int
  /// Time from the request's last byte to the answer's, in microseconds.
  @usableFromInline package let durationMicroseconds: Int
  /// What the cache did: `HIT`, `MISS`, …
  @usableFromInline package let cache: StaticString
  /// The client's address as text.
  @usableFromInline package let peer: RawSpan
  /// The request's id.
  @usableFromInline package let requestID: RawSpan
  /// The protocol: `HTTP/1.1`.
  @usableFromInline package let protocolName: StaticString
  /// Where the request stands in its trace; nil when it is part of none.
  @usableFromInline package let trace: AccessTrace?

  /// Makes a record that lives no longer than the bytes it borrows.
  @inlinable
  @_lifetime(copy route, copy path, copy peer, copy requestID)
  package init(
    method: StaticString, route: RawSpan, path: RawSpan, status: Int, bytesSent: Int,
    durationMicroseconds: Int, cache: StaticString, peer: RawSpan, requestID: RawSpan,
    protocolName: StaticString, trace: AccessTrace? = nil
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
    self.trace = trace
  }
}
