internal import HTTP
internal import JSON

extension RequestBodyError: ProblemConvertible {
  /// The problem to answer with; nobody will read that of a client who has gone.
  package var problem: Problem {
    switch self {
    case .tooLarge(let limit):
      Problem(
        RoutingProblems.contentTooLarge,
        detail: "The content is longer than the \(limit) bytes that this route takes.",
        members: [.init("limit", .integer(Int64(limit)))])
    case .malformed: Problem(RoutingProblems.malformedContent)
    case .timedOut: Problem(RoutingProblems.contentTimedOut)
    case .disconnected: Problem(RoutingProblems.requestAbandoned, source: .client)
    }
  }
}
