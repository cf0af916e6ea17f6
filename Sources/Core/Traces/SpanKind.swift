/// What a span is to the one above it, in OpenTelemetry's numbers.
package enum SpanKind: Int, Sendable {
  case `internal` = 1
  /// The answer to a request.
  case server = 2
  /// A request of ours to somebody else.
  case client = 3
}
