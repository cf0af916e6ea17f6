internal import HTTPClient

extension UpstreamFailure {
  /// What to tell a person who wanted something of a server: one sentence without a full stop.
  func sentence(_ url: ServerURL) -> String {
    switch self {
    case .refused: "nobody answers at \(url); is floe serve running there?"
    case .unresolved: "the host of \(url) has no address"
    case .tls: "the TLS connection to \(url) cannot be trusted"
    case .timedOut(let phase): "\(url) took too long (\(phase.rawValue))"
    case .stalled: "the transfer with \(url) stood still for too long"
    case .reset: "\(url) closed the connection"
    case .truncated: "the transfer from \(url) was cut off before its end"
    case .malformed, .headTooLarge: "what \(url) answers is not HTTP as it should be"
    case .bodyTooLarge: "what \(url) answers is too long"
    case .redirectsTooMany: "\(url) redirects too often"
    case .cancelled: "interrupted"
    case .invalidRequest: "the request to \(url) cannot be written"
    case .overloaded: "too many requests at once"
    case .other(let code): "the transfer with \(url) failed (libcurl error \(code))"
    }
  }
}
