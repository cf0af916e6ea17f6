package import ContentDelivery
package import HTTPClient

/// How one attempt on one endpoint went, for scores, breakers and metrics.
package struct AttemptRecord: Sendable {
  /// The endpoint's index in its list.
  package let endpoint: Int
  /// The status of the answer; nil when no head came.
  package let status: Int?
  /// How the exchange ended, and what it took.
  package let outcome: UpstreamOutcome
  /// What was made of it; nil when it was of use, or when the status says all.
  package var code: OriginFailure.Code?
  /// How long the endpoint asked to be left alone.
  package var retryAfter: Duration?
  /// Whether it was given up because another endpoint, asked later, answered first.
  package var isLate = false

  /// Whether the answer was what was asked for.
  var isContent: Bool { status == 200 || status == 206 }

  /// What it says of the endpoint.
  var verdict: EndpointVerdict {
    if isLate { return .fault(.late) }
    if code == nil, status != nil, outcome.failure == nil { return Self.verdict(status) }
    switch code {
    case nil: return Self.verdict(outcome.failure)
    case .notFound, .blocked, .tooLarge, .rangeNotSatisfiable: return .good
    case .badIdentifier, .unsupported: return .none
    case .timedOut: return .fault(.timedOut)
    case .truncated: return .fault(.truncated)
    case .reset: return .fault(.reset)
    case .malformed: return .fault(.malformed)
    case .mismatched: return .fault(.wrongContent)
    case .overloaded: return .none
    case .cancelled: return .none
    case .unavailable:
      return status == nil ? Self.verdict(outcome.failure) : Self.verdict(status)
    }
  }

  private static func verdict(_ status: Int?) -> EndpointVerdict {
    switch status {
    case 429: .fault(.overloaded)
    case let status? where status >= 500: .fault(.serverError)
    case 401, 403, 407: .fault(.forbidden)
    default: .good
    }
  }

  private static func verdict(_ failure: UpstreamFailure?) -> EndpointVerdict {
    switch failure {
    case nil: .good
    case .invalidRequest, .overloaded, .cancelled: .none
    case .unresolved, .refused, .other: .fault(.unreachable)
    case .tls: .fault(.tls)
    case .timedOut, .stalled: .fault(.timedOut)
    case .reset: .fault(.reset)
    case .truncated: .fault(.truncated)
    case .headTooLarge, .bodyTooLarge, .malformed, .redirectsTooMany: .fault(.malformed)
    }
  }
}
