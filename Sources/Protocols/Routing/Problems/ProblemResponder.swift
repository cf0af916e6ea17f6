internal import HTTP
internal import JSON
package import Traces

/// Turns errors into responses: the only place that does.
package struct ProblemResponder: Sendable {
  /// Told of errors that nobody foresaw, for the log.
  let unforeseen: @Sendable (_ error: any Error, _ request: FailedRequest) -> Void
  /// Told of problems of our own making, from 500 on.
  let failed: @Sendable (_ problem: Problem, _ request: FailedRequest) -> Void

  /// A responder that reports unforeseen errors and what else is our fault.
  package init(
    unforeseen: @escaping @Sendable (_ error: any Error, _ request: FailedRequest) -> Void = {
      _, _ in
    },
    failed: @escaping @Sendable (_ problem: Problem, _ request: FailedRequest) -> Void = { _, _ in }
  ) {
    self.unforeseen = unforeseen
    self.failed = failed
  }

  /// The response for an error that a handler threw.
  package func response(to error: any Error, for request: FailedRequest) -> Response {
    let problem: Problem
    switch error {
    case let known as Problem: problem = known
    case let error as any ProblemConvertible: problem = error.problem
    case is CancellationError:
      return Self.response(
        to: Problem(RoutingProblems.requestAbandoned), instance: request.id, trace: request.trace)
    default:
      unforeseen(error, request)
      return Self.response(
        to: Problem(RoutingProblems.internalError), instance: request.id, trace: request.trace)
    }
    if problem.source == .edge, problem.type.status.code >= 500 { failed(problem, request) }
    return Self.response(to: problem, instance: request.id, trace: request.trace)
  }

  /// The response that carries a problem document.
  ///
  /// - Parameters:
  ///   - instance: the request's id.
  ///   - trace: the trace that the request is part of.
  package static func response(
    to problem: Problem, instance: String, trace: TraceID? = nil
  ) -> Response {
    var fields: HTTPFields = [
      HTTPField(.contentType, "application/problem+json"),
      HTTPField(.cacheControl, problem.cacheControl ?? "no-store"),
    ]
    if let seconds = problem.retryAfterSeconds { fields[.retryAfter] = String(seconds) }
    for field in problem.fields.fields { fields.put(field) }
    var document = problem.document(instance: instance, trace: trace).bytes
    document.append(0x0A)
    return Response(
      problem.type.status, fields: fields, body: .bytes(document), cache: problem.cache)
  }
}
