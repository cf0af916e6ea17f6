/// A span that is over, as it is handed on.
package struct SpanRecord: Sendable, Hashable {
  /// The most attributes that one span keeps.
  package static let attributesMax = 32

  /// Where it stands.
  package let place: RequestTrace
  /// What it is called, and what it is to the one above it.
  package let name: String
  package let kind: SpanKind
  /// When it began and when it ended, in nanoseconds since 1970.
  package let start: Int64
  package let end: Int64
  /// What is said of it.
  package let attributes: [SpanAttribute]
  /// Why it failed, in one word; nil when it did not.
  package let failure: String?
  /// What is passed on for others along the trace.
  package let state: TraceState?

  /// A span of these parts; attributes past the limit are left out.
  package init(
    place: RequestTrace, name: String, kind: SpanKind, start: Int64, end: Int64,
    attributes: [SpanAttribute], failure: String? = nil, state: TraceState? = nil
  ) {
    self.place = place
    self.name = name
    self.kind = kind
    self.start = start
    self.end = max(end, start)
    self.attributes =
      attributes.count > Self.attributesMax
      ? Array(attributes.prefix(Self.attributesMax)) : attributes
    self.failure = failure
    self.state = state
  }
}
