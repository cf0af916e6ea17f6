/// The span that work is a part of: what its own spans hang below, and what others who are asked
/// are told.
package struct TraceScope: Sendable, Hashable {
  /// The span of the running task's work; nil outside any trace.
  @TaskLocal package static var current: TraceScope?

  /// Where that span stands.
  package let place: RequestTrace
  /// What is passed on with it.
  package let state: TraceState?
  /// Takes spans; nil when the trace is not recorded here.
  private let recorder: SpanRecorder?

  /// The scope of a span; a recorder is used only where the trace is sampled.
  package init(_ place: RequestTrace, state: TraceState? = nil, recorder: SpanRecorder?) {
    self.place = place
    self.state = state
    self.recorder = place.isSampled ? recorder : nil
  }

  /// Begins a span below this one; nil when nothing is recorded.
  package func begin(_ name: @autoclosure () -> String, _ kind: SpanKind = .internal) -> OpenSpan? {
    guard let recorder else { return nil }
    let place = RequestTrace(
      traceID: place.traceID, spanID: recorder.makeID(), parentID: place.spanID, isSampled: true)
    return OpenSpan(
      TraceScope(place, state: state, recorder: recorder), name: name(), kind: kind,
      recorder: recorder)
  }

  /// Scopes of the same span are the same.
  package static func == (left: TraceScope, right: TraceScope) -> Bool {
    left.place == right.place && left.state == right.state
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(place) }
}

/// Runs a body as a span below the current one, which is that of its children; only runs it when
/// nothing is recorded.
package func withSpan<Value>(
  _ name: @autoclosure () -> String, attributes: @autoclosure () -> [SpanAttribute] = [],
  _ body: () async throws -> Value
) async rethrows -> Value {
  guard var span = TraceScope.current?.begin(name()) else { return try await body() }
  span.attributes = attributes()
  do {
    let value = try await TraceScope.$current.withValue(span.scope, operation: body)
    span.end()
    return value
  } catch {
    span.end(failure: "\(type(of: error))")
    throw error
  }
}
