/// The part of an exchange in which a time limit ran out.
package enum UpstreamPhase: String, Sendable, Hashable {
  /// Waiting for a connection to be free, or for the host's addresses.
  case lookup
  /// The TCP handshake.
  case connect
  /// The TLS handshake.
  case tls
  /// The request is out and the response's head is not whole.
  case firstByte
  /// The attempt as a whole.
  case deadline
}
