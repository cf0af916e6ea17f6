package import Traces

/// What is known of a request that failed, for logs and reports: nothing that its sender wrote but
/// the id.
package struct FailedRequest: Sendable {
  /// The request's id.
  package let id: String
  /// Method and template of the route; nil when there is none.
  package let route: String?
  /// The trace that it is part of, and its span.
  package let trace: TraceID?
  package let span: SpanID?

  /// A request that has failed.
  package init(id: String, route: String?, trace: TraceID? = nil, span: SpanID? = nil) {
    self.id = id
    self.route = route
    self.trace = trace
    self.span = span
  }
}
