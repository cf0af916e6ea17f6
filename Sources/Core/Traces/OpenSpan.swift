/// A span under way, to be ended once; what is never ended is never recorded.
package struct OpenSpan: Sendable {
  /// What hangs below it.
  package let scope: TraceScope
  /// What is said of it, so far.
  package var attributes: [SpanAttribute] = []
  private let name: String
  private let kind: SpanKind
  private let start: Int64
  private let recorder: SpanRecorder

  init(_ scope: TraceScope, name: String, kind: SpanKind, recorder: SpanRecorder) {
    self.scope = scope
    self.name = name
    self.kind = kind
    self.recorder = recorder
    start = recorder.now()
  }

  /// Ends it.
  ///
  /// - Parameter failure: why it failed, in one word of a closed set or the name of a type.
  package func end(failure: String? = nil) {
    var attributes = attributes
    if let failure { attributes.append(SpanAttribute("error.type", failure)) }
    recorder.record(
      SpanRecord(
        place: scope.place, name: name, kind: kind, start: start, end: recorder.now(),
        attributes: attributes, failure: failure, state: scope.state))
  }
}
