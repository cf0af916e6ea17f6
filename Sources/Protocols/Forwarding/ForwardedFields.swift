/// Which fields of a request from a trusted proxy say who its client is.
package enum ForwardedFields: String, CaseIterable, Sendable {
  /// Whichever of the two is there; both only when they agree.
  case either
  /// `Forwarded` (RFC 7239).
  case forwarded
  /// `X-Forwarded-For`, as most proxies write it.
  case xForwardedFor = "x-forwarded-for"
  /// Neither: the proxy is the client.
  case ignored
}
