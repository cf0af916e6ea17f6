internal import Persistence
internal import Traces

/// Makes spans of what the database is asked: the text of a statement, never its values.
struct StatementSpans: Sendable {
  /// The database's name in OpenTelemetry's conventions.
  let system: String

  /// Begins the span of a statement.
  func begin(_ sql: SQL) -> OpenSpan? {
    guard let scope = TraceScope.current else { return nil }
    let text = sql.text
    return begin(in: scope, String(text.prefix { !$0.isWhitespace }.prefix(32)).uppercased(), text)
  }

  /// Begins the span of several statements that are one.
  func beginBatch() -> OpenSpan? {
    TraceScope.current.flatMap { begin(in: $0, "BATCH", nil) }
  }

  private func begin(in scope: TraceScope, _ operation: String, _ text: String?) -> OpenSpan? {
    guard var span = scope.begin(operation, .client) else { return nil }
    span.attributes = [
      SpanAttribute("db.system.name", system), SpanAttribute("db.operation.name", operation),
    ]
    if let text { span.attributes.append(SpanAttribute("db.query.text", text)) }
    return span
  }
}
