package import HTTP

/// One method of one resource: what it is for, what it takes, and what answers it.
///
/// Declared once, by the capability that answers; feeds the router, the description of the
/// interface, the table of routes and the labels of metrics.
package struct Route: Sendable {
  /// Answers a request on the loop of its connection; whatever it throws becomes a problem.
  package typealias Handler = @Sendable (Request) async throws -> Response

  /// What the route answers to.
  package let method: Method
  package let template: PathTemplate
  /// What the route does, in a sentence.
  package let summary: String
  /// Who may call it.
  package let access: RouteAccess
  /// The most bytes of content that a request may have.
  package let bodyMax: Int
  /// The members of the JSON document that it takes; empty where it takes anything else.
  package let fields: [RouteField]
  /// Whether a client may send an `Idempotency-Key`, so that a request that is sent again is not
  /// carried out again (draft-ietf-httpapi-idempotency-key-header).
  package let isKeyed: Bool
  /// Whether it can do so much harm that a request for it is signed, besides being permitted, where
  /// `signing.required` says so.
  package let isSensitive: Bool
  /// Parameters in the path and the query, for the description.
  package let parameters: [RouteParameter]
  /// What the responses are, beside problems.
  package let answers: [RouteAnswer]
  /// The problems that the route answers with, beside those of every route.
  package let problems: [ProblemType]
  let handler: Handler
  /// Where in the program the route is declared.
  let place: String

  /// A route.
  package init(
    _ method: Method, _ template: String, _ summary: String, access: RouteAccess,
    bodyMax: Int = 0, fields: [RouteField] = [], isKeyed: Bool = false,
    isSensitive: Bool = false, parameters: [RouteParameter] = [],
    answers: [RouteAnswer] = [RouteAnswer(.ok)],
    problems: [ProblemType] = [], file: StaticString = #fileID, line: UInt = #line,
    handler: @escaping Handler
  ) {
    precondition(method != .other && method != .head && method != .options)
    self.method = method
    self.template = PathTemplate(template)
    self.summary = summary
    self.access = access
    self.bodyMax = bodyMax
    self.fields = fields
    self.isKeyed = isKeyed
    self.isSensitive = isSensitive
    self.parameters = parameters
    self.answers = answers
    self.problems = problems
    self.handler = handler
    place = "\(file):\(line)"
  }

  private init(_ route: Route, problems more: [ProblemType], handler: @escaping Handler) {
    method = route.method
    template = route.template
    summary = route.summary
    access = route.access
    bodyMax = route.bodyMax
    fields = route.fields
    isKeyed = route.isKeyed
    isSensitive = route.isSensitive
    parameters = route.parameters
    answers = route.answers
    problems = route.problems + more
    place = route.place
    self.handler = handler
  }

  /// The same route with something around its handler, which is given the handler as it was.
  ///
  /// - Parameter problems: those that the wrapper answers with.
  package func wrapped(
    problems: [ProblemType] = [],
    _ wrapper: @escaping @Sendable (Request, @escaping Handler) async throws -> Response
  ) -> Route {
    let handler = handler
    return Route(self, problems: problems) { request in try await wrapper(request, handler) }
  }

  /// Whether it answers with content, or stores it: what scripts of every origin may do.
  package var isOfContent: Bool {
    if case .permission(_, .content) = access { return true }
    return false
  }
}
