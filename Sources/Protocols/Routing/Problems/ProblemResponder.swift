internal import HTTP
internal import JSON

/// Turns errors into responses: the only place that does.
package struct ProblemResponder: Sendable {
  /// Told of errors that nobody foresaw, for the log.
  let unforeseen: @Sendable (_ error: any Error, _ instance: String) -> Void

  /// A responder that reports unforeseen errors.
  package init(
    unforeseen: @escaping @Sendable (_ error: any Error, _ instance: String) -> Void = { _, _ in }
  ) {
    self.unforeseen = unforeseen
  }

  /// The response for an error that a handler threw.
  ///
  /// - Parameter instance: the request's id.
  package func response(to error: any Error, instance: String) -> Response {
    switch error {
    case let problem as Problem: return Self.response(to: problem, instance: instance)
    case let error as any ProblemConvertible:
      return Self.response(to: error.problem, instance: instance)
    case is CancellationError:
      return Self.response(to: Problem(RoutingProblems.requestAbandoned), instance: instance)
    default:
      unforeseen(error, instance)
      return Self.response(to: Problem(RoutingProblems.internalError), instance: instance)
    }
  }

  /// The response that carries a problem document.
  package static func response(to problem: Problem, instance: String) -> Response {
    var fields: HTTPFields = [
      HTTPField(.contentType, "application/problem+json"),
      HTTPField(.cacheControl, problem.cacheControl ?? "no-store"),
    ]
    if let seconds = problem.retryAfterSeconds { fields[.retryAfter] = String(seconds) }
    for field in problem.fields.fields { fields.put(field) }
    var document = problem.document(instance: instance).bytes
    document.append(0x0A)
    return Response(
      problem.type.status, fields: fields, body: .bytes(document), cache: problem.cache)
  }
}
