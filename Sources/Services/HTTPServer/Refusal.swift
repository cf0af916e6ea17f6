internal import Bytes
internal import HTTP
internal import Routing

/// Why bytes were refused before they became a request, and the problem document that says so.
///
/// Written without the router, because there is no request to route (RFC 9457, RFC 9112 §11.2).
enum Refusal {
  case malformed(Rejection)
  case headTimedOut
  /// The fields of a proxy that name the client cannot be believed.
  case malformedForwarding
  /// A rule refuses the client that a proxy names.
  case addressRefused
  /// The client's address has as many connections as it may.
  case tooManyConnections
  /// The server has as many connections as it may.
  case full

  var status: Status {
    switch self {
    case .malformed(let rejection): rejection.status
    case .headTimedOut: .requestTimeout
    case .malformedForwarding: .badRequest
    case .addressRefused: .forbidden
    case .tooManyConnections: .tooManyRequests
    case .full: .serviceUnavailable
    }
  }

  /// Whether it passes without the client's doing: it is told when to try again.
  private var isPassing: Bool {
    switch self {
    case .tooManyConnections, .full: true
    case .malformed, .headTimedOut, .malformedForwarding, .addressRefused: false
    }
  }

  /// Whether the same bytes may be taken later: a head that was late may be in time.
  private var isRetryable: Bool { isPassing || status == .requestTimeout }

  /// Who is to do something about it.
  private var source: StaticString {
    if case .full = self { "edge" } else { "client" }
  }

  private var slug: StaticString {
    switch self {
    case .malformed(let rejection): rejection.slug
    case .headTimedOut: "request-timeout"
    case .malformedForwarding: "malformed-forwarding"
    case .addressRefused: "address-refused"
    case .tooManyConnections: "too-many-connections"
    case .full: "server-full"
    }
  }

  private var sentence: StaticString {
    switch self {
    case .malformed(let rejection): rejection.sentence
    case .headTimedOut: "The request head did not arrive in time."
    case .malformedForwarding:
      "Forwarded or X-Forwarded-For is malformed, or the two name different clients."
    case .addressRefused: "Requests from this address are not answered."
    case .tooManyConnections: "This address has as many connections as it may have at once."
    case .full: "The server has as many connections as it takes at once."
    }
  }

  /// Puts the whole response into the sink.
  func write(to sink: ResponseSink, context: RequestContext) -> RequestOutcome {
    InlineProblem(
      status, slug: slug, title: status.reason, detail: sentence, source: source,
      isRetryable: isRetryable, retryAfter: isPassing ? 2 : nil
    ).write(to: sink, context: context)
  }
}
