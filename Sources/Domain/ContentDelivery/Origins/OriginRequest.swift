package import Traces

/// What to fetch from an origin.
package struct OriginRequest: Hashable, Sendable {
  /// Whether the content is wanted, or only what is said about it.
  package enum Method: Sendable {
    case get
    /// Asks for the length and the stored attributes; no bytes are delivered.
    case head
  }

  /// What is asked for, and how.
  package var reference: ContentReference
  package var method: Method
  /// The first and last byte asked for; nil for all. An origin may answer with all even so.
  package var range: ClosedRange<Int64>?
  /// What the attempts to fetch it are a part of, if it was begun for a request with a trace.
  package var trace: TraceScope?

  /// A request for all or a part of what the reference names.
  package init(
    _ reference: ContentReference, method: Method = .get, range: ClosedRange<Int64>? = nil,
    trace: TraceScope? = nil
  ) {
    self.reference = reference
    self.method = method
    self.range = range
    self.trace = trace
  }
}
