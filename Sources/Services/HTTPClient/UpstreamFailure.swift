/// Why an exchange did not succeed.
package enum UpstreamFailure: Error, Sendable, Hashable {
  /// The request cannot be sent: its URL or a field is malformed. Nothing was sent.
  case invalidRequest
  /// As many exchanges are open as the client allows. Nothing was sent.
  case overloaded
  /// The host has no address.
  case unresolved
  /// No connection could be made.
  case refused
  /// The TLS handshake failed, or the certificate is not to be trusted.
  case tls
  /// A time limit ran out.
  case timedOut(UpstreamPhase)
  /// No byte of content came or left for the stall limit.
  case stalled
  /// The connection broke, or closed before anything was answered.
  case reset
  /// The connection ended before the response did.
  case truncated
  /// The head is beyond the request's `headLimits`.
  case headTooLarge
  /// The content is beyond the caller's limit.
  case bodyTooLarge
  /// What was answered is not HTTP/1.1, or is framed in two ways that disagree.
  case malformed
  /// More redirects than the request follows, or one to another scheme.
  case redirectsTooMany
  /// The handler, the caller or the client's closing ended it.
  case cancelled
  /// libcurl gave up for a reason of its own, with its `CURLcode`.
  case other(code: Int32)
}

extension UpstreamFailure {
  /// Whether the reason lies on our side, so that another upstream would not help.
  package var isLocal: Bool { self == .overloaded || self == .cancelled || self == .invalidRequest }
}
