/// The place of one request in its trace: a few words that the cached path carries without
/// allocating.
package struct RequestTrace: Sendable, Hashable {
  /// The trace, the request's own span, and the caller's span or nothing.
  package let traceID: TraceID
  package let spanID: SpanID
  package let parentID: SpanID?
  /// Whether the request's spans are recorded.
  package let isSampled: Bool

  /// A place in a trace.
  package init(traceID: TraceID, spanID: SpanID, parentID: SpanID?, isSampled: Bool) {
    self.traceID = traceID
    self.spanID = spanID
    self.parentID = parentID
    self.isSampled = isSampled
  }

  /// No trace.
  package static var none: RequestTrace {
    RequestTrace(traceID: .none, spanID: .none, parentID: nil, isSampled: false)
  }

  /// Whether there is a trace.
  package var isPresent: Bool { spanID.word != 0 }

  /// What is said of it to whoever is asked on behalf of the request.
  package var parent: TraceParent {
    TraceParent(traceID: traceID, spanID: spanID, isSampled: isSampled)
  }
}
