/// What an endpoint did wrong.
enum EndpointFault: Int, CaseIterable, Sendable {
  /// No address, no connection.
  case unreachable
  case tls
  /// No answer, or no progress, in time.
  case timedOut
  /// Another one, asked later, was there first.
  case late
  case reset
  /// The content ended early.
  case truncated
  /// No HTTP, or an answer that contradicts itself.
  case malformed
  /// 429.
  case overloaded
  /// 500 and above.
  case serverError
  /// 401, 403 and 407, for a reason that is not the content's.
  case forbidden
  /// The content was not what its id says.
  case wrongContent

  /// The fault as the value of a label.
  var label: String {
    switch self {
    case .unreachable: "unreachable"
    case .tls: "tls"
    case .timedOut: "timed_out"
    case .late: "late"
    case .reset: "reset"
    case .truncated: "truncated"
    case .malformed: "malformed"
    case .overloaded: "overloaded"
    case .serverError: "server_error"
    case .forbidden: "forbidden"
    case .wrongContent: "wrong_content"
    }
  }
}
